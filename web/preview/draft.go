package preview

import (
	"net/http"

	"localvote/web/message"
)

// serveDraft answers as the site would, with the bar below. While there is no
// sound edition every address answers with what is wrong.
func (p *Preview) serveDraft(w http.ResponseWriter, r *http.Request) {
	state, _ := p.state()
	if state.shown == nil {
		p.nothingYet(w, r)
		return
	}
	path := r.URL.RequestURI()
	c := dayOf(r, state.holder.Site())
	inner := r.Clone(r.Context())
	forgetCopies(inner)
	a := ask(state.shown.on(c.day), inner)
	if !a.isHTML() {
		a.send(w, a.body.Bytes())
		return
	}
	if c.toKeep {
		keepDay(w, c.day)
	}
	p.sendPage(w, r, a, a.body.Bytes(), p.viewOf(r, path, c))
}

// nothingYet lists what keeps the folder from being shown at all.
func (p *Preview) nothingYet(w http.ResponseWriter, r *http.Request) {
	page := own{view: p.viewOf(r, ownPath(r.URL.RequestURI()), choice{})}
	page.Title = message.Sprintf(page.Lang, "Nothing can be shown yet")
	page.Lead = page.Said
	p.sendProblems(w, page)
}

// problems lists everything that is wrong.
func (p *Preview) problems(w http.ResponseWriter, r *http.Request) {
	page := p.ownPage(r)
	page.Title = message.Sprintf(page.Lang, "All problems")
	page.Lead = page.Said
	p.sendProblems(w, page)
}

func (p *Preview) sendProblems(w http.ResponseWriter, page own) {
	state, _ := p.state()
	page.Body = mistakes(page.Lang, state.problems)
	page.List, page.More = nil, nil // the page lists them itself
	p.sendOwn(w, "problems", page)
}
