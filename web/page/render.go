package page

import (
	"bufio"
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"golang.org/x/sync/errgroup"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/typography"
	"localvote/web/wording"
)

// Words gives interface strings: names of months and forms of dates.
type Words interface {
	T(key string) string
	With(key string, values map[string]any) string
}

// Around is what pages lean on and do not know themselves.
type Around struct {
	Words    func(lang.Lang) Words
	Sources  []string // ids of the register
	Terms    []string // ids of the glossary
	Places   []string // ids of the gazetteer
	Includes []string // names of lists that can be shown
	// Fixed are addresses behind the language that are no pages of this book.
	Fixed []string
	// CheckAnswers names what is wrong with answers in a link to the questionnaire.
	CheckAnswers func(named map[string]string) []message.Message
}

// Render turns every block into HTML and reports what is wrong in the texts.
func (b *Book) Render(around Around) problem.List {
	markdown := goldmark.New(goldmark.WithExtensions(extension.Table))
	found := make([]problem.List, len(b.order))
	var pages errgroup.Group
	pages.SetLimit(runtime.GOMAXPROCS(0))
	for i, p := range b.order {
		pages.Go(func() error {
			r := &renderer{book: b, Around: around, markdown: markdown, pen: bufio.NewWriter(nil)}
			problem.Guard(&r.List, p.Pos(), func() { r.render(p) })
			found[i] = r.List
			return nil
		})
	}
	_ = pages.Wait() // the functions report problems, not errors
	return slices.Concat(found...)
}

// render renders one page in all languages. Pages do not touch one another.
func (r *renderer) render(p *Page) {
	for _, l := range lang.All() {
		r.text(p, p.Texts[l])
		if easy := p.Easy[l]; easy != nil {
			r.text(p, easy)
		}
	}
	p.polish()
}

func (p *Page) polish() {
	for _, l := range lang.All() {
		for _, t := range []map[lang.Lang]string{p.Title, p.Short, p.Summary} {
			if text, ok := t[l]; ok {
				t[l] = typography.Fix(l, text)
			}
		}
		for i := range p.History {
			if text, ok := p.History[i].What[l]; ok {
				p.History[i].What[l] = typography.Fix(l, text)
			}
		}
	}
}

type renderer struct {
	Around
	book     *Book
	page     *Page
	lang     lang.Lang
	pos      problem.Pos
	markdown goldmark.Markdown
	out      bytes.Buffer
	pen      *bufio.Writer // without it Markdown makes one for each block
	problem.List
}

func (r *renderer) proofRead(pos problem.Pos, text string) {
	if !r.book.proven {
		wording.Report(r.lang, pos, "", text, &r.List)
	}
}

// maxMedian is the number of words that half of the English sentences of a page
// must stay below.
const maxMedian = 15

// plainLanguage warns of pages whose sentences are long as a rule.
func (r *renderer) plainLanguage(t *Text) {
	if t.Lang != lang.EN || r.book.proven {
		return
	}
	var lengths []int
	for i := range t.Parts {
		if t.Parts[i].Include == "" {
			for _, sentence := range wording.Sentences(t.Parts[i].raw) {
				lengths = append(lengths, wording.CountWords(sentence))
			}
		}
	}
	slices.Sort(lengths)
	if len(lengths) > 0 && lengths[len(lengths)/2] >= maxMedian {
		r.Warnf(problem.Pos{File: t.Parts[0].pos.File}, "L11", "half of the sentences have %d words or more", lengths[len(lengths)/2]).Hint("write shorter sentences")
	}
}

func (r *renderer) text(p *Page, t *Text) {
	r.page, r.lang = p, t.Lang
	defer r.plainLanguage(t)
	for i := range t.Parts {
		part := &t.Parts[i]
		r.pos = part.pos
		switch {
		case part.Level > 0:
			r.refuseYears(part.Heading)
			r.proofRead(part.pos, part.Heading)
			part.Heading = typography.Fix(r.lang, plainSigns(r.signs(part.Heading)))
		case part.Include != "":
			if !slices.Contains(r.Includes, part.Include) {
				r.Errorf(r.pos, "E206", "there is no list %q to include", part.Include).Near(part.Include, r.Includes)
			}
		default:
			r.refuseYears(part.raw)
			r.proofRead(part.pos, part.raw)
			part.HTML = r.html(r.signs(part.raw))
		}
	}
}

var (
	signPattern = regexp.MustCompile(`\{\{([a-z-]+)(?: +([^{}|]*?))?(?:\|([^{}]*))?\}\}`)
	yearPattern = regexp.MustCompile(`(^|[^0-9])((?:19|20)[0-9]{2})($|[^0-9])`)
)

// refuseYears finds years in digits: they belong into facts.
func (r *renderer) refuseYears(raw string) {
	if !strings.Contains(raw, "19") && !strings.Contains(raw, "20") {
		return
	}
	for i, line := range strings.Split(raw, "\n") {
		if !strings.Contains(line, "19") && !strings.Contains(line, "20") {
			continue // patterns are slow, and nearly all lines have no year
		}
		line = signPattern.ReplaceAllString(line, "")
		if m := yearPattern.FindStringSubmatch(line); m != nil {
			pos := r.pos
			pos.Line += i
			r.Errorf(pos, "E207", "a year stands in the text: %s", m[2]).Hint("write {{date some-fact}} or {{year some-fact}} and put the date into facts")
		}
	}
}

// Marks around words in another language. They pass through Markdown untouched
// and become tags afterwards, because HTML is not allowed in texts.
const (
	langOpen  = '\uE000'
	langSplit = '\uE001'
	langClose = '\uE002'
)

// signs fills in the short signs.
func (r *renderer) signs(raw string) string {
	if !strings.Contains(raw, "{{") && !strings.Contains(raw, "}}") {
		return raw
	}
	var out strings.Builder
	last := 0
	for _, m := range signPattern.FindAllStringSubmatchIndex(raw, -1) {
		out.WriteString(raw[last:m[0]])
		name, arg, words := group3(raw, m, 1), group3(raw, m, 2), group3(raw, m, 3)
		out.WriteString(r.sign(name, strings.TrimSpace(arg), words, out.String()))
		last = m[1]
	}
	out.WriteString(raw[last:])
	if rest := out.String(); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
		r.Errorf(r.pos, "E206", "a short sign cannot be read").Hint("see the table of short signs in content/README.md")
	}
	return out.String()
}

func group3(s string, m []int, n int) string {
	if m[2*n] < 0 {
		return ""
	}
	return s[m[2*n]:m[2*n+1]]
}

var signNames = []string{"date", "day", "year", "in-month", "month", "number", "text", "lang"}

// sign is what one short sign gives; before is the text in front of it.
func (r *renderer) sign(name, arg, words, before string) string {
	if name == "lang" {
		if _, ok := lang.Parse(arg); !ok || words == "" {
			r.Errorf(r.pos, "E206", "the language %q is not known", arg).Hint("write {{lang en|words}}")
			return words
		}
		return string(langOpen) + arg + string(langSplit) + words + string(langClose)
	}
	if !slices.Contains(signNames, name) {
		if name == "include" {
			r.Errorf(r.pos, "E206", "{{include …}} stands among other words").Hint("it stands alone in a block of its own")
			return ""
		}
		r.Errorf(r.pos, "E206", "there is no short sign %q", name).Near(name, signNames)
		return ""
	}
	f, ok := r.book.facts[arg]
	if !ok {
		r.Errorf(r.pos, "E206", "there is no fact %q", arg).Near(arg, r.book.FactIDs())
		return ""
	}
	value := r.fact(name, f, before)
	if value == "" {
		r.Errorf(r.pos, "E206", "the fact %q does not give a {{%s}}", arg, name).Hint("dates for date, day, year, in-month, month; numbers for number; phrases for text")
	}
	return escapeMarkdown(value)
}

func (r *renderer) fact(name string, f fact, before string) string {
	switch name {
	case "number":
		if f.date != "" || f.text != nil {
			return ""
		}
		if r.lang == lang.EN {
			return group(f.number, ",", 4)
		}
		return group(f.number, "\u00a0", 5)
	case "text":
		return f.text[r.lang]
	}
	if f.date == "" {
		return ""
	}
	return r.date(name, f.date, before)
}

// date writes a date in the form that the sign asks for; a fact that knows only
// the month or the year gives no more than that.
func (r *renderer) date(form, date, before string) string {
	w := r.Words(r.lang)
	parts := strings.Split(date, "-")
	number := func(i int) string { return strings.TrimPrefix(parts[i], "0") }
	switch {
	case form == "year":
		return parts[0]
	case form == "in-month" && len(parts) >= 2:
		return softU(r.lang, w.With("date.in_month", map[string]any{"month": w.T("month.in." + number(1)), "year": parts[0]}), before)
	case (form == "month" || form == "date") && len(parts) == 2, form == "month" && len(parts) == 3:
		return w.With("date.month_year", map[string]any{"month": w.T("month.nom." + number(1)), "year": parts[0]})
	case form == "date" && len(parts) == 3:
		return w.With("date.long", map[string]any{"day": number(2), "month": w.T("month." + number(1)), "year": parts[0]})
	case form == "date" && len(parts) == 1:
		return w.With("date.year", map[string]any{"year": parts[0]})
	case form == "day" && len(parts) == 3:
		return w.With("date.day", map[string]any{"day": number(2), "month": w.T("month." + number(1))})
	}
	return ""
}

// softU turns a Belarusian "у" at the beginning of a phrase into "ў" after a
// word that ends in a vowel (rule 1 of the spelling law, §15), and writes it
// large at the beginning of a text.
func softU(l lang.Lang, phrase, before string) string {
	first, size := utf8.DecodeRuneInString(phrase)
	trimmed := strings.TrimRight(before, " \u00a0")
	if trimmed == "" || strings.HasSuffix(trimmed, ".") || strings.HasSuffix(trimmed, "\n") {
		return string(unicode.ToUpper(first)) + phrase[size:]
	}
	end, _ := utf8.DecodeLastRuneInString(trimmed)
	if l == lang.BE && first == 'у' && strings.ContainsRune("аеёіоуыэюя", unicode.ToLower(end)) {
		return "ў" + phrase[size:]
	}
	return phrase
}

var markdownSigns = regexp.MustCompile("([\\\\`*_\\[\\]<>#|])")

func escapeMarkdown(s string) string { return markdownSigns.ReplaceAllString(s, `\$1`) }

// plainSigns is for headings: no Markdown, no marks.
func plainSigns(s string) string {
	if strings.Contains(s, `\`) {
		s = escapedSign.ReplaceAllString(s, "$1")
	}
	if strings.ContainsRune(s, langOpen) || strings.ContainsRune(s, langClose) {
		s = langMark.ReplaceAllString(s, "")
	}
	return s
}

var (
	escapedSign = regexp.MustCompile(`\\([^A-Za-z0-9 ])`)
	langMark    = regexp.MustCompile(`\x{E000}[a-z]+\x{E001}|\x{E002}`)
)

// html renders Markdown; whatever is not allowed is reported and left out.
func (r *renderer) html(raw string) string {
	src := []byte(raw)
	doc := r.markdown.Parser().Parse(text.NewReader(src))
	err := ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			r.node(n, src)
		}
		return ast.WalkContinue, nil
	})
	r.out.Reset()
	if err == nil {
		r.pen.Reset(&r.out)
		err = r.markdown.Renderer().Render(r.pen, src, doc)
	}
	if err != nil {
		r.Errorf(r.pos, "E209", "the text cannot be rendered: %v", err)
	}
	return typography.Fix(r.lang, tables(languages(r.out.String())))
}

// node checks one piece of a text and gives links their addresses.
func (r *renderer) node(n ast.Node, src []byte) {
	switch n := n.(type) {
	case *ast.Link:
		if address, ok := r.address(string(n.Destination)); ok {
			n.Destination = []byte(address)
		}
	case *ast.RawHTML, *ast.HTMLBlock:
		r.Errorf(r.at(n, src), "E209", "HTML is not allowed in texts")
	case *ast.Image:
		r.Errorf(r.at(n, src), "E209", "pictures are not allowed in texts")
	case *ast.AutoLink:
		r.Errorf(r.at(n, src), "E208", "addresses are not linked from texts").Hint("cite a source in page.yaml instead")
	case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.CodeSpan:
		r.Errorf(r.at(n, src), "E209", "program text is not allowed").Hint("is the line indented by mistake?")
	case *ast.Heading:
		r.Errorf(r.at(n, src), "E209", "a heading stands inside a block").Hint("write it as `## Words {#id}` on a line of its own")
	}
}

// at is the line of a node, as far as Markdown tells.
func (r *renderer) at(n ast.Node, src []byte) problem.Pos {
	pos := r.pos
	if n.Type() == ast.TypeBlock && n.Lines().Len() > 0 {
		pos.Line += bytes.Count(src[:n.Lines().At(0).Start], []byte("\n"))
	}
	return pos
}

// address turns page:, place:, check:, source: and term: into addresses of the site.
func (r *renderer) address(to string) (string, bool) {
	kind, rest, _ := strings.Cut(to, ":")
	root := "/" + string(r.lang)
	switch kind {
	case "page":
		id, block, _ := strings.Cut(rest, "#")
		return r.pageAddress(root, id, block)
	case "place":
		return root + "/places/" + rest, r.known(rest, r.Places, message.New("place"))
	case "check":
		return r.checkAddress(root, rest)
	case "source":
		return root + "/sources#" + rest, r.known(rest, r.Sources, message.New("source"))
	case "term":
		return root + "/glossary#" + rest, r.known(rest, r.Terms, message.New("term of the glossary"))
	}
	r.Errorf(r.pos, "E208", "the link %q is not allowed", to).Hint("links begin with page:, place:, check:, source: or term:")
	return "", false
}

func (r *renderer) known(id string, ids []string, what message.Message) bool {
	if slices.Contains(ids, id) {
		return true
	}
	r.Errorf(r.pos, "E208", "there is no %s %q", what, id).Near(id, ids)
	return false
}

func (r *renderer) pageAddress(root, id, block string) (string, bool) {
	if slices.Contains(r.Fixed, id) && block == "" {
		return root + "/" + id, true
	}
	p, ok := r.book.byID[id]
	if !ok {
		ids := slices.Clone(r.Fixed)
		for _, p := range r.book.order {
			ids = append(ids, p.ID)
		}
		return "", r.known(id, ids, message.New("page"))
	}
	to := root + "/" + id
	if id == "home" {
		to = root + "/"
	}
	if block == "" {
		return to, true
	}
	return to + "#" + block, p.has(block) || r.known(block, p.Texts[Source].ids(), message.New("block in the page %s:", id))
}

func (r *renderer) checkAddress(root, query string) (string, bool) {
	values, err := url.ParseQuery(query)
	if err != nil {
		r.Errorf(r.pos, "E208", "the answers %q cannot be read", query).Hint("write check:country=ru&citizenship=by")
		return "", false
	}
	named := map[string]string{}
	for name := range values {
		named[name] = values.Get(name)
	}
	for _, wrong := range r.CheckAnswers(named) {
		r.Errorf(r.pos, "E208", "in a link to the questionnaire: %s", wrong)
	}
	if len(named) == 0 {
		return root + "/check", true
	}
	return root + "/check?" + values.Encode(), true
}

var langPattern = regexp.MustCompile(fmt.Sprintf(`%c([a-z]+)%c([^%c]*)%c`, langOpen, langSplit, langClose, langClose))

// languages turns the marks around foreign words into tags.
func languages(html string) string {
	if !strings.ContainsRune(html, langOpen) {
		return html
	}
	return langPattern.ReplaceAllString(html, `<span lang="$1">$2</span>`)
}
