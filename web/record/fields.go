package record

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

var (
	idPattern   = regexp.MustCompile(`^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$`)
	datePattern = regexp.MustCompile(`^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$`)
	notEmpty    = regexp.MustCompile(`\S`)
	digits      = regexp.MustCompile(`^\d+(\.\d+)?$`)
)

// id reads the id of an entry, which is an address on its page.
func (r *reader) id(n yamldoc.Node) string {
	id := n.Like(idPattern)
	if !idPattern.MatchString(id) {
		n.Errorf("R002", "%q cannot be an id", id).Hint("Latin letters, digits and single hyphens: protocol-signed")
		return ""
	}
	if first, twice := r.ids[id]; twice {
		n.Errorf("R003", "the id %q already stands at %s", id, first).Hint("ids are permanent and unique")
		return id
	}
	r.ids[id] = n.Pos()
	return id
}

// sources reads the sources of a statement; it must have at least one.
func (r *reader) sources(n yamldoc.Node) []string {
	n.HasItems(1, 0)
	items := n.List()
	if items != nil && len(items) == 0 {
		n.Errorf("R008", "a statement without sources").Hint("name the source, or leave the statement out")
	}
	return r.register(items)
}

// register reads sources, of which there may be none.
func (r *reader) register(items []yamldoc.Node) []string {
	var ids []string
	for _, item := range items {
		if id := r.source(item); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// source reads the id of a source; "" if it is not in the register.
func (r *reader) source(n yamldoc.Node) string {
	id := n.Known("source", r.known.Sources)
	if !slices.Contains(r.known.Sources, id) {
		n.Errorf("R004", "the source %q is not in the register", id).Try(problem.Meant(id, r.known.Sources))
		return ""
	}
	return id
}

// fact reads the id of a fact.
func (r *reader) fact(n yamldoc.Node) string {
	id := n.Known("fact", r.known.Facts)
	if !slices.Contains(r.known.Facts, id) {
		n.Errorf("R005", "there is no fact %q", id).Try(problem.Meant(id, r.known.Facts))
	}
	return id
}

// page reads a page, or a block of a page: how-to-vote#russia-steps.
func (r *reader) page(n yamldoc.Node) string {
	if n.Describing() {
		n.Like(pageOrBlock(r.known.Pages))
	}
	word := n.Word()
	id, _, _ := strings.Cut(word, "#")
	if r.known.Pages != nil && !slices.Contains(r.known.Pages, id) {
		n.Errorf("R006", "there is no page %q", id).Try(problem.Meant(id, r.known.Pages))
	}
	return word
}

// pageOrBlock is how pages and their blocks are named.
func pageOrBlock(pages []string) *regexp.Regexp {
	return regexp.MustCompile(`^(` + strings.Join(pages, "|") + `)(#[a-z0-9-]+)?$`)
}

// date reads a day, a month, a year or the id of a fact; null where none is known.
func (r *reader) date(n yamldoc.Node) Date {
	n.OrNothing()
	n.Known("fact", r.known.Facts)
	word := n.Like(datePattern)
	switch {
	case none(word):
		return Date{}
	case datePattern.MatchString(word):
		return Date{Day: word}
	case slices.Contains(r.known.Facts, word):
		return Date{Fact: word}
	}
	n.Errorf("R011", "%q is not a date", word).Hint("write 2025-10-29, 2025-10, 2025 or the id of a fact. %s", problem.Meant(word, r.known.Facts))
	return Date{}
}

// none tells whether a word stands for nothing.
func none(word string) bool { return word == "" || word == "~" || word == "null" }

// word reads a single value that is not empty.
func word(n yamldoc.Node) string {
	w := strings.TrimSpace(n.Like(notEmpty))
	if w == "" && !n.Describing() && n.IsWord() {
		n.Errorf("R012", "the text is empty")
	}
	return w
}

// phrase reads words that are the same in every language, or words in each.
func phrase(n yamldoc.Node) Phrase {
	if n.IsWord() {
		return Phrase{Same: word(n)}
	}
	return Phrase{Text: source.ReadText(n)}
}

// optional reads a text in three languages that may be null.
func optional(n yamldoc.Node) source.Text {
	if n.IsNothing() {
		return nil
	}
	return source.ReadText(n)
}

func quote(n yamldoc.Node) *Quote {
	n.Called("quote")
	q := &Quote{}
	n.Read(yamldoc.Fields{
		"lang": func(n yamldoc.Node) { q.Lang = lang.Lang(n.OneOf("ru", "be", "en")) },
		"text": func(n yamldoc.Node) { q.Text = word(n) },
	}, "lang", "text")
	return q
}

// address reads the address of a site: https://… or a bare host.
func address(n yamldoc.Node) string {
	w := word(n)
	bare := !strings.Contains(w, "://")
	whole := w
	if bare {
		whole = "https://" + w
	}
	u, err := url.Parse(whole)
	if w != "" && (err != nil || !strings.Contains(u.Host, ".") || u.Scheme != "https" && u.Scheme != "http") {
		n.Errorf("E030", "%q is not an address", w).Hint("https://cikrf.ru or cikrf.ru")
		return ""
	}
	return w
}
