package preview

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"time"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// A view is what the bar shows, and the frame of the preview's own pages. All its
// words are in one language.
type view struct {
	Lang    lang.Lang
	Reading int    // number of the reading that the page came from
	Posted  bool   // the page answers a form: renewing it would send the form again
	Live    bool   // the page shows what is live, not the draft
	Refused bool   // the page shows an older edition: the folder has errors
	Name    string // what this bar is
	Count   string // "2 errors, 24 warnings"
	Said    string // what is shown: the folder as of now, or an older edition
	List    []mistake
	More    *link // to all problems on a page of their own; nil where there are none
	Path    string
	Links   []link
	Day     dayForm
}

// A mistake is one problem in the content.
type mistake struct {
	Error bool
	Place string // "pages/about/ru.md:12:1"
	Kind  string // "error"
	Code  string
	Words string
	Hint  string // with its "hint:"; "" for none
}

// A link is an address and its words.
type link struct {
	Text, Href string
	Lang       lang.Lang // of what it leads to; "" for that of the page
	Current    bool
}

// A dayForm is the choice of the day.
type dayForm struct {
	Label, Button, Reset string
	Day, From, To        string
	Said                 string // what the page is shown as of, or why it is not; "" for today
}

// shownMistakes is how many problems the bar lists; all of them stand at /~/problems.
const shownMistakes = 60

// pathParam names the page of the site that a page of the preview is about.
const pathParam = "path"

// ownPath is the path from the root of this site in a value from outside; "" if it
// is none, or leads to the preview itself.
func ownPath(given string) string {
	u, err := url.Parse(given)
	if err != nil || u.Scheme != "" || u.Host != "" || !rooted(u.Path) || strings.HasPrefix(u.Path, Root) || strings.Contains(given, `\`) {
		return ""
	}
	return given
}

// languageOf is the language of a page by its path, or that of the command.
func (p *Preview) languageOf(path string) lang.Lang {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	first, _, _ = strings.Cut(first, "?")
	if l, ok := lang.Parse(first); ok {
		return l
	}
	return p.lang
}

// viewOf fills the bar of a page of the site; path is its address.
func (p *Preview) viewOf(r *http.Request, path string, c choice) view {
	state, _ := p.state()
	posted := r.Method != http.MethodGet && r.Method != http.MethodHead
	if posted { // its address may not answer to GET with the same query
		path, _, _ = strings.Cut(path, "?")
	}
	l := p.languageOf(path)
	v := view{Lang: l, Reading: state.number, Posted: posted, Path: path, Name: message.Sprintf(l, "Preview")}
	v.count(state)
	v.links(path)
	v.Day = p.dayForm(state, l, c)
	return v
}

// count says what is wrong with the folder and what is shown of it.
func (v *view) count(d draft) {
	l, errors := v.Lang, d.problems.Errors()
	v.Count = message.Sprintf(l, "%d errors, %d warnings", errors, len(d.problems)-errors)
	v.List = mistakes(l, d.problems)
	if len(v.List) > 0 {
		v.More = &link{Text: message.Sprintf(l, "All problems on one page: %d", len(v.List)), Href: toolHref("problems", v.Path)}
	}
	v.List = v.List[:min(shownMistakes, len(v.List))]
	v.Refused = errors > 0
	switch {
	case d.shown == nil:
		v.Said = message.Sprintf(l, "The folder has mistakes and cannot be shown. As soon as they are mended the pages appear here.")
	case v.Refused:
		v.Said = message.Sprintf(l, "The folder, read at %s, has mistakes. You see it as it was at %s, the last time without mistakes.", clock(d.read), clock(d.sound))
	default:
		v.Said = message.Sprintf(l, "You see the folder as it was read at %s.", clock(d.read))
	}
}

// clock is a time of this day, to the second, by the clock of the machine.
func clock(t time.Time) string { return t.Local().Format(time.TimeOnly) }

// mistakes puts problems into words, errors first.
func mistakes(l lang.Lang, problems problem.List) []mistake {
	var errors, warnings []mistake
	for _, p := range problems {
		m := mistake{Error: p.Severity == problem.Error, Place: p.Pos.String(), Kind: p.Severity.In(l), Code: p.Code, Words: p.Words.In(l)}
		if !p.Hint.IsZero() {
			m.Hint = message.Sprintf(l, "hint: %s", p.Hint)
		}
		if m.Error {
			errors = append(errors, m)
		} else {
			warnings = append(warnings, m)
		}
	}
	return append(errors, warnings...)
}

// links leads from a page to what the preview knows about it.
func (v *view) links(path string) {
	v.Links = []link{
		{Text: message.Sprintf(v.Lang, "Compare with live"), Href: toolHref("compare", path)},
		{Text: message.Sprintf(v.Lang, "Two languages"), Href: toolHref("languages", path)},
		{Text: message.Sprintf(v.Lang, "State of the content"), Href: toolHref("status", path)},
	}
}

// toolHref is the address of a page of the preview about a page of the site.
func toolHref(tool, path string) string {
	if path == "" {
		return Root + tool
	}
	return Root + tool + "?" + url.Values{pathParam: {path}}.Encode()
}

// dayForm draws the choice of the day.
func (p *Preview) dayForm(d draft, l lang.Lang, c choice) dayForm {
	if d.holder == nil {
		return dayForm{}
	}
	f := dayForm{
		Label: message.Sprintf(l, "Show as on"), Button: message.Sprintf(l, "Show"), Reset: message.Sprintf(l, "Back to today"), Day: c.day,
	}
	f.From, f.To = span(d.holder.Site())
	switch {
	case c.wrong != "":
		f.Said = message.Sprintf(l, "“%s” cannot be shown: it must be a day from %s to %s.", c.wrong, f.From, f.To)
	case c.day != "":
		f.Said = message.Sprintf(l, "As on %s", c.day)
	}
	return f
}

// sendPage sends a page of the site with the bar. In a frame of the preview's own
// pages it comes without: the page around it has one.
func (p *Preview) sendPage(w http.ResponseWriter, r *http.Request, a *answer, body []byte, v view) {
	policy := a.header.Get(policyHeader)
	if r.Header.Get("Sec-Fetch-Dest") == "iframe" {
		a.header.Set(policyHeader, widen(policy, needsFrame))
		a.send(w, body)
		return
	}
	head, err := p.draw("head", v)
	bar, err2 := p.draw("bar", v)
	if err != nil || err2 != nil {
		p.log.Error("cannot draw the bar", "error", err, "bar", err2)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	a.header.Set(policyHeader, widen(policy, needsScript))
	a.send(w, insertLast(insert(body, "</head>", head), "</body>", bar))
}

func (p *Preview) draw(name string, data any) (string, error) {
	var out bytes.Buffer
	err := p.pages.ExecuteTemplate(&out, name, data)
	return out.String(), err
}

// ownPolicy is what the preview's own pages may do: their style, their script,
// frames of this origin.
const ownPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"

// An own page is one that the preview draws itself.
type own struct {
	view
	Title string
	Lead  string
	Back  *link // to the page of the site that it is about; nil for none
	Body  any
}

// sendOwn draws a page of the preview.
func (p *Preview) sendOwn(w http.ResponseWriter, name string, page own) {
	body, err := p.draw(name, page)
	if err != nil {
		p.log.Error("cannot draw a page of the preview", "page", name, "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(page.Lang))
	h.Set("Cache-Control", "no-store")
	h.Set(policyHeader, ownPolicy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	w.Write([]byte(body)) //nolint:errcheck // the browser is gone
}

// ownPage begins a page of the preview about a page of the site.
func (p *Preview) ownPage(r *http.Request) own {
	path := ownPath(r.URL.Query().Get(pathParam))
	state, _ := p.state()
	var c choice
	if state.holder != nil {
		c = dayOf(r, state.holder.Site())
	}
	page := own{view: p.viewOf(r, path, c)}
	if path != "" {
		page.Back = &link{Text: message.Sprintf(page.Lang, "Back to the page"), Href: path}
	}
	for i := range page.Links {
		page.Links[i].Current = strings.HasPrefix(page.Links[i].Href, r.URL.Path)
	}
	return page
}
