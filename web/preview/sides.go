package preview

import (
	"net/http"
	"slices"
	"strings"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/page"
	"localvote/web/site"
)

// Sides are two pages side by side. The frames scroll together by the ids of
// blocks, which are the same in all languages and editions.
type sides struct {
	Left, Right side
	Choices     []link // other pairs
	ChoicesName string
	Changed     []link // blocks that differ, as anchors of the right page
	ChangedName string
}

// A side is one of the two pages.
type side struct {
	Title string
	Href  string
	Lang  lang.Lang
	Open  string // words of the link that opens it alone
	Live  bool
}

// compare shows the draft beside what is live.
func (p *Preview) compare(w http.ResponseWriter, r *http.Request) {
	view := p.ownPage(r)
	if view.Path == "" {
		view.Path = "/" + string(view.Lang) + "/"
	}
	l := view.Lang
	view.Title = message.Sprintf(l, "What is live, and the folder")
	both := sides{
		Left:        side{Title: message.Sprintf(l, "Live"), Href: livePrefix + view.Path, Lang: l, Live: true},
		Right:       side{Title: message.Sprintf(l, "In the folder"), Href: view.Path, Lang: l},
		ChoicesName: message.Sprintf(l, "Languages"),
	}
	for _, other := range lang.All() {
		both.Choices = append(both.Choices, link{Text: other.OwnName(), Href: toolHref("compare", inLanguage(view.Path, other)), Lang: other, Current: other == l})
	}
	p.sayChanged(&both, l, view.Path)
	p.sendSides(w, view, both)
}

// sayChanged lists the blocks that differ.
func (p *Preview) sayChanged(both *sides, l lang.Lang, path string) {
	state, _ := p.state()
	if state.holder == nil {
		return
	}
	ids, known := changed(p.live.holder.Site(), state.holder.Site(), l, path)
	switch {
	case !known:
	case len(ids) == 0:
		both.ChangedName = message.Sprintf(l, "The text of this page is the same.")
	default:
		both.ChangedName = message.Sprintf(l, "Changed blocks: %d", len(ids))
	}
	for _, id := range ids {
		both.Changed = append(both.Changed, link{Text: id, Href: both.Right.Href + "#" + id})
	}
}

// changed lists the ids of headings and blocks of a page that differ; known is
// false for addresses that are no page of the book.
func changed(old, now *site.Site, l lang.Lang, path string) (ids []string, known bool) {
	before, ok := textAt(old, l, path)
	after, ok2 := textAt(now, l, path)
	if !ok && !ok2 {
		return nil, false
	}
	for i := range after.Parts {
		is := &after.Parts[i]
		if was, ok := before.Part(is.ID); !ok || was.HTML != is.HTML || was.Heading != is.Heading || !slices.Equal(was.Sources, is.Sources) {
			ids = append(ids, is.ID)
		}
	}
	for i := range before.Parts {
		if _, ok := after.Part(before.Parts[i].ID); !ok {
			ids = append(ids, before.Parts[i].ID)
		}
	}
	return ids, true
}

// textAt is the text of the page of the book at a path; it is never nil.
func textAt(s *site.Site, l lang.Lang, path string) (*page.Text, bool) {
	path, _, _ = strings.Cut(path, "?")
	id := strings.TrimPrefix(path, "/"+string(l)+"/")
	id, easy := strings.CutSuffix(id, "/easy")
	if id == "" {
		id = "home"
	}
	found, ok := s.Book.Get(id)
	if !ok {
		return &page.Text{}, false
	}
	text := found.Texts[l]
	if easy {
		text = found.Easy[l]
	}
	if text == nil {
		return &page.Text{}, false
	}
	return text, true
}

// languages shows a page in two languages.
func (p *Preview) languages(w http.ResponseWriter, r *http.Request) {
	view := p.ownPage(r)
	if view.Path == "" {
		view.Path = "/" + string(view.Lang) + "/"
	}
	l := view.Lang
	with, ok := lang.Parse(r.URL.Query().Get("with"))
	if !ok || with == l {
		with = otherThan(l)
	}
	view.Title = message.Sprintf(l, "Two languages")
	both := sides{Left: sideIn(l, inLanguage(view.Path, l)), Right: sideIn(with, inLanguage(view.Path, with)), ChoicesName: message.Sprintf(l, "Other languages")}
	for i, a := range lang.All() {
		for _, b := range lang.All()[i+1:] {
			first, second := a, b
			if second == l { // the language of the page stands first
				first, second = b, a
			}
			href := toolHref("languages", inLanguage(view.Path, first)) + "&with=" + string(second)
			both.Choices = append(both.Choices, link{Text: first.OwnName() + " – " + second.OwnName(), Href: href, Current: first == l && second == with})
		}
	}
	p.sendSides(w, view, both)
}

func sideIn(l lang.Lang, path string) side { return side{Title: l.OwnName(), Href: path, Lang: l} }

// otherThan is the language that a page is compared with unless another is asked
// for: translations with the Russian text.
func otherThan(l lang.Lang) lang.Lang {
	if l == page.Source {
		return lang.BE
	}
	return page.Source
}

// inLanguage is the address of the same page in another language.
func inLanguage(path string, l lang.Lang) string {
	first, behind, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if _, ok := lang.Parse(first); !ok {
		return "/" + string(l) + "/"
	}
	return "/" + string(l) + "/" + behind
}

func (p *Preview) sendSides(w http.ResponseWriter, view own, both sides) {
	both.Left.Open = message.Sprintf(view.Lang, "Open alone")
	both.Right.Open = both.Left.Open
	view.Body = both
	p.sendOwn(w, "sides", view)
}
