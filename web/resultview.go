package web

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"localvote/templates"
	"localvote/web/citation"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/source"
)

// resultOf says which result to draw.
type resultOf struct {
	answers eligibility.Answers
	code    string
	day     day
	edition *site.Edition
	pinned  bool // the address names the edition
	private bool
}

// A resultView draws one result.
type resultView struct {
	*visit
	of      resultOf
	country string
	res     eligibility.Result
	short   string          // code of the fewest answers that give the same verdicts
	cited   map[string]bool // sources that this page has described already
}

func (v *visit) resultPage(of resultOf) templates.ResultPage {
	v.q, v.sources = of.edition.Questionnaire, of.edition.Sources
	r := &resultView{visit: v, of: of, country: v.q.Country(of.answers), cited: map[string]bool{}}
	var page templates.ResultPage
	r.explain(&page)
	r.fill(&page)
	return page
}

// fill says what depends on more than the answers.
func (r *resultView) fill(page *templates.ResultPage) {
	of := r.of
	page.Heading = r.headline()
	page.Ballot.L, page.Ballot.Who, page.Ballot.When = r.l, r.who(), r.dayWords()
	page.Skipped = r.skipped()
	page.Pass = r.pass()
	page.Date = r.dateField(of.day, r.country)
	page.Restart = withQuery(r.href("/check"), r.query("", ""))
	page.NoTrace = of.private
	page.CheckToo = r.l.T("page.result.check_too")
	if r.conditional() {
		page.Unasked = r.text("unasked", r.country)
	}
	page.Related = r.relatedPages()
	if of.private {
		r.fillPrivate(page)
	} else {
		r.fillPublic(page)
	}
}

// relatedPages are the pages that explain more about the country of the result.
func (r *resultView) relatedPages() []templates.Link {
	ids := []string{"in-russia", "in-belarus"}
	switch r.country {
	case "ru":
		ids = ids[:1]
	case "by":
		ids = ids[1:]
	}
	return r.pageNav("", append(ids, "how-to-vote", r.candidatesPage())...)
}

// candidatesPage is how one is nominated for those who may stand, and who may stand for
// everybody else. One of the two, because the heaviest results have no room for both; they
// link to one another.
func (r *resultView) candidatesPage() string {
	if verdict, certain := r.set("council_stand").Certain(); certain && verdict == eligibility.Yes {
		return "nomination"
	}
	return "standing"
}

// fillPublic adds what needs an address: links that change an answer, share.
func (r *resultView) fillPublic(page *templates.ResultPage) {
	path, query := "/result/"+r.of.code, r.query(r.of.day.kept(), r.rules())
	st := state{answers: r.of.answers, code: r.of.code, day: r.of.day, period: r.res.Period}
	shown := query
	if r.withCode() {
		shown = strings.TrimPrefix(shown+"&"+qrParam+"=yes", "&")
	}
	kind := kindResult
	if r.of.pinned || r.withCode() || r.of.day.err != "" {
		kind = kindResults
	}
	page.Frame = r.frame(frameOf{path: path, query: shown, kind: kind, title: page.Heading, description: r.l.T("page.result.summary"), noIndex: true, card: resultCard(r.set("council_vote").String())})
	page.Answers = r.answers(st, r.query(r.of.day.kept(), ""), -1)
	page.DateForm = r.href(path)
	if r.of.pinned {
		page.Hidden = []templates.Hidden{{Name: "rules", Value: r.rules()}}
		page.Compared = r.compare()
	}
	page.TraceHref = withQuery(r.href("/check/private"), r.traceQuery())
	page.Easy = r.otherWords(path, r.of.day.kept(), r.rules())
	if r.easy {
		page.Hidden = append(page.Hidden, templates.Hidden{Name: wordsParam, Value: wordsEasy})
	}
	if r.place != nil {
		link := r.placeLink(r.place)
		page.Place = &link
	}
	page.Share = r.share(path)
	page.Cite = r.citeLink(cited{kind: citeResult, id: r.of.code + "-" + r.of.day.value, work: citation.Work{Version: shortHash(r.of.edition.Questionnaire.Hash)}})
	if r.res.Next >= 0 {
		page.Continue = withQuery(r.href("/check/"+r.of.code), r.query(r.of.day.kept(), ""))
	}
}

func (r *resultView) fillPrivate(page *templates.ResultPage) {
	state := append(r.hidden(r.of.answers, r.of.day, -1), templates.Hidden{Name: fieldShow, Value: "result"})
	page.Frame = r.frame(frameOf{path: "/check/private", query: r.traceQuery(), kind: kindResults, title: page.Heading, noIndex: true, private: true, state: state})
	page.DateForm = withQuery(r.href("/check/private"), r.traceQuery())
	page.Restart = withQuery(r.href("/check/private"), r.traceQuery())
	for i := range r.q.Questions {
		if r.of.answers[i] != eligibility.NotAsked {
			page.Answers = append(page.Answers, r.answerRow(i, r.of.answers))
		}
		if !r.q.Questions[i].Asked {
			page.Sensitive = append(page.Sensitive, r.question(i, r.of.answers, 3))
		}
	}
	// The form on this page asks the day and the sensitive questions itself.
	for _, h := range state {
		i, isQuestion := r.q.Question(h.Name)
		if h.Name != "on" && (!isQuestion || r.q.Questions[i].Asked) {
			page.Hidden = append(page.Hidden, h)
		}
	}
}

// rules is the name of the edition in addresses: the first digits of its hash.
func (r *resultView) rules() string {
	if !r.of.pinned {
		return ""
	}
	return shortHash(r.q.Hash)
}

func shortHash(hash string) string { return hash[:min(12, len(hash))] }

func (r *resultView) set(right string) eligibility.Set {
	i, _ := r.q.Right(right)
	return r.res.Rights[i].Set
}

func (r *resultView) headline() string {
	return r.text("headline.council_vote."+r.set("council_vote").String(), r.country)
}

func (r *resultView) lead() string {
	return r.text("lead.council_stand."+r.set("council_stand").String(), r.country)
}

func (r *resultView) mark(s eligibility.Set) templates.Mark {
	return templates.Mark{Verdict: templates.Verdict(s.String()), Word: r.text("verdict."+s.String(), r.country)}
}

func (r *resultView) shortMark(s eligibility.Set) templates.Mark {
	return templates.Mark{Verdict: templates.Verdict(s.String()), Word: r.text("verdict."+s.String()+".short", r.country)}
}

// tally counts the verdicts.
func (r *resultView) tally() []templates.Mark {
	counts := map[string]int{}
	for i := range r.res.Rights {
		counts[r.res.Rights[i].Set.String()]++
	}
	var out []templates.Mark
	for _, verdict := range []string{"yes", "depends", "unclear", "no", "absent"} {
		if counts[verdict] > 0 {
			word := r.text("verdict."+verdict+".short", r.country)
			out = append(out, templates.Mark{Verdict: templates.Verdict(verdict), Word: r.l.With("verdict.count", map[string]any{"word": word, "n": counts[verdict]})})
		}
	}
	return out
}

func (r *resultView) ballot() templates.Ballot {
	b := templates.Ballot{L: r.l, Pairs: true}
	for i := range r.res.Rights {
		right := &r.res.Rights[i]
		b.Rows = append(b.Rows, templates.BallotRow{Mark: r.mark(right.Set), What: r.name(right.Right), Href: "#" + r.q.Rights[right.Right].ID, Why: true})
	}
	return b
}

// who says whom the result is about, as far as the answers tell.
func (r *resultView) who() string {
	if i, ok := r.q.Question("citizenship"); ok && r.of.answers[i] >= 0 && r.country != "" {
		return r.text("who."+r.country+"."+r.q.Questions[i].Name(r.of.answers[i]), "")
	}
	return r.text("who.unknown", "")
}

func (r *resultView) name(right int) string {
	return r.text("right."+r.q.Rights[right].ID+".name", r.country)
}

// skipped names the questions that did not need asking.
func (r *resultView) skipped() []string {
	var out []string
	for i := range r.q.Questions {
		if r.q.Questions[i].Asked && r.of.answers[i] == eligibility.NotAsked && i != r.res.Next {
			out = append(out, r.text("q."+r.q.Questions[i].ID+".short", r.country))
		}
	}
	return out
}

// conditional tells whether any verdict rests on what was not asked.
func (r *resultView) conditional() bool {
	return slices.ContainsFunc(r.res.Rights, func(x eligibility.RightResult) bool { return len(x.Provided) > 0 })
}

func (r *resultView) pass() []templates.Pair {
	return []templates.Pair{
		{Term: r.l.T("pass.law"), Value: r.monthYear(r.site.Settings.LawAsOf)},
		{Term: r.l.T("pass.day"), Value: r.dayWords()},
		{Term: r.l.T("pass.checked"), Value: r.longDate(r.sources.LastChecked())},
		{Term: r.l.T("pass.rules"), Value: shortHash(r.q.Hash)},
	}
}

// dayWords is the day of the result; the default is named as what it is.
func (r *resultView) dayWords() string {
	if r.of.day.on == "" {
		return r.todayWords()
	}
	return r.longDate(r.of.day.value)
}

// right draws one right in full.
func (r *resultView) right(x *eligibility.RightResult) templates.RightResult {
	id := r.q.Rights[x.Right].ID
	view := templates.RightResult{
		ID: id, Name: r.name(x.Right), Mark: r.mark(x.Set), Here: r.here(id),
		About:    r.text("right."+id+".about", r.country),
		Sentence: strings.ReplaceAll(r.text("verdict."+x.Set.String()+".sentence", r.country), "{right}", r.text("right."+id+".can", r.country)),
	}
	if _, certain := x.Set.Certain(); certain {
		for _, question := range x.Because {
			view.Because = append(view.Because, r.clause("fact.", question, int(r.of.answers[question])))
		}
	}
	view.Reasons = r.reasons(id, x)
	view.Forks = r.forks(x)
	if x.Set.Has(eligibility.Yes) || x.Set.Has(eligibility.Unclear) {
		view.Provided = r.provided(id, x)
	}
	r.changes(&view, x)
	for _, question := range x.NoMatter {
		view.NoMatter = append(view.NoMatter, r.text("q."+r.q.Questions[question].ID+".short", r.country))
	}
	for _, later := range x.Later {
		view.Later = append(view.Later, r.l.With("page.result.later", map[string]any{"date": r.longDate(later.From), "verdict": r.text("verdict."+later.Set.String(), r.country)}))
	}
	return view
}

// here names the Councils of the place that a right is about.
func (r *resultView) here(right string) string {
	if r.place == nil {
		return ""
	}
	bodies := r.bodiesFor(r.place, right)
	if len(bodies) == 0 {
		return ""
	}
	return r.l.With("place.right_here", map[string]any{"place": r.place.Names[r.lang], "bodies": strings.Join(bodies, "; ")})
}

// clause is a text about one answer: "fact." or "if.".
func (r *resultView) clause(kind string, question, answer int) string {
	q := &r.q.Questions[question]
	country := r.country
	if q.ID == "country" {
		country = ""
	}
	return r.text(kind+q.ID+"."+q.Answers[answer], country)
}

func (r *resultView) reasons(id string, x *eligibility.RightResult) []templates.Claim {
	_, certain := x.Set.Certain()
	var out []templates.Claim
	for n, reason := range x.Reasons {
		card := &r.q.Cards[reason.Card]
		text := r.text("rule."+card.ID, r.country)
		if !certain {
			text = r.text("verdict."+reason.Verdict.String()+".short", r.country) + ": " + text
		}
		out = append(out, templates.Claim{ID: fmt.Sprintf("%s-why-%d", id, n+1), Text: text, Notes: r.cite(card.Sources)})
	}
	return out
}

func (r *resultView) forks(x *eligibility.RightResult) []templates.Fork {
	var out []templates.Fork
	for _, fork := range x.Forks {
		for answer, gives := range fork.Gives {
			out = append(out, templates.Fork{Mark: r.shortMark(gives), If: r.clause("if.", fork.Question, answer)})
		}
	}
	return out
}

// provided lists the conditions under which a verdict holds: what was not asked
// about, and further conditions of the law that are no questions.
func (r *resultView) provided(id string, x *eligibility.RightResult) []templates.Claim {
	var out []templates.Claim
	for _, p := range x.Provided {
		out = append(out, templates.Claim{Text: r.proviso(p), Notes: r.cite(r.cardSources(p.Cards))})
	}
	for _, number := range r.res.Steps {
		if step := &r.q.Steps[number]; step.Kind == eligibility.Condition && step.MatchesRight(x.Right, x.Set) {
			out = append(out, templates.Claim{Text: r.text(step.ID+".text", r.country), Notes: r.cite(step.Sources)})
		}
	}
	for n := range out {
		out[n].ID = fmt.Sprintf("%s-if-%d", id, n+1)
	}
	return out
}

func (r *resultView) proviso(p eligibility.Proviso) string {
	q := &r.q.Questions[p.Question]
	return r.text("provided."+q.ID+"."+q.Answers[p.Answer], r.country)
}

func (r *resultView) cardSources(cards []int) []string {
	var ids []string
	for _, c := range cards {
		for _, id := range r.q.Cards[c].Sources {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// changes draws what would change the verdict, or says that nothing would.
func (r *resultView) changes(view *templates.RightResult, x *eligibility.RightResult) {
	for _, flip := range append(slices.Clone(x.Flips), x.Loses...) {
		var ifs, only []string
		for _, given := range flip.Changes {
			ifs = append(ifs, r.clause("if.", given.Question, given.Answer))
		}
		for _, p := range flip.Provided {
			only = append(only, r.proviso(p))
		}
		view.Flips = append(view.Flips, templates.Flip{
			Text: capital(strings.Join(ifs, "; ")), From: r.shortMark(x.Set), To: r.shortMark(flip.To),
			Only: strings.Join(only, "; "), Who: r.whoCan(flip.Kind),
		})
	}
	if len(view.Flips) == 0 && x.Set == 1<<eligibility.No {
		view.NoFlip = r.l.T("noflip.text")
	}
}

func (r *resultView) whoCan(kind eligibility.ChangeKind) string {
	switch kind {
	case eligibility.Action:
		return r.l.T("flip.who.action")
	case eligibility.Time:
		return r.l.T("flip.who.time")
	}
	return r.l.T("flip.who.know")
}

// capital begins a clause as a sentence.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func (r *resultView) steps() []templates.Step {
	var out []templates.Step
	for _, number := range r.res.Steps {
		if step := &r.q.Steps[number]; step.Kind == eligibility.Do {
			out = append(out, templates.Step{
				Title: r.text(step.ID+".title", r.country),
				Claim: templates.Claim{ID: fmt.Sprintf("do-%d", len(out)+1), Text: r.text(step.ID+".text", r.country), Notes: r.cite(step.Sources)},
			})
		}
	}
	return out
}

func (r *resultView) unknown() []templates.Claim {
	var out []templates.Claim
	for _, number := range r.res.Steps {
		if step := &r.q.Steps[number]; step.Kind == eligibility.Know {
			out = append(out, templates.Claim{ID: fmt.Sprintf("unknown-%d", len(out)+1), Text: r.text(step.ID+".text", r.country), Notes: r.cite(step.Sources)})
		}
	}
	return out
}

// cite draws the notes beside a statement of this page.
func (r *resultView) cite(ids []string) []templates.SourceNote { return r.citing(r.cited, ids) }

// qrParam asks for the QR code of a result. It is a kilobyte on the line and nobody
// wants it on paper without having asked.
const qrParam = "qr"

func (r *resultView) withCode() bool { return r.c.QueryParam(qrParam) != "" }

// share gives the addresses under which this result stays what it is.
func (r *resultView) share(path string) *templates.Share {
	pin := r.query(r.of.day.value, shortHash(r.q.Hash))
	s := &templates.Share{Link: r.server.base + r.href(path) + "?" + pin}
	if !r.withCode() {
		s.ShowCode = withQuery(r.href(path), pin+"&"+qrParam+"=yes#qr")
	} else {
		s.Code, _ = qrOf(s.Link) // an address that is too long for a code still is a link
	}
	if r.short != r.of.code {
		s.Short = r.server.base + r.href("/result/"+r.short) + "?" + pin
	}
	for _, l := range lang.All() {
		if l != r.lang {
			s.Languages = append(s.Languages, templates.Link{Text: l.OwnName(), Href: "/" + string(l) + path + "?" + pin, Lang: l})
		}
	}
	return s
}

// citing draws the notes beside a statement. Where and how a text was seen is
// told where a page names it first; after that the label leads to the register.
func (v *visit) citing(cited map[string]bool, ids []string) []templates.SourceNote {
	notes := v.notes(ids)
	for i := range notes {
		if cited[notes[i].ID] {
			notes[i] = templates.SourceNote{ID: notes[i].ID, Kind: notes[i].Kind, Label: notes[i].Label, Register: notes[i].Register}
		}
		cited[notes[i].ID] = true
	}
	return notes
}

// notes draws the notes beside a statement.
func (v *visit) notes(ids []string) []templates.SourceNote {
	var out []templates.SourceNote
	for _, id := range ids {
		if s, ok := v.sources.Get(id); ok {
			out = append(out, v.note(s))
		}
	}
	return out
}

func (v *visit) note(s *source.Source) templates.SourceNote {
	n := templates.SourceNote{
		ID: s.ID, Kind: string(s.Kind), Seen: string(s.Seen),
		Label: s.Label[v.lang], How: s.How[v.lang], CheckedOn: shortDate(s.CheckedOn),
	}
	if v.tooOld(s.CheckedOn) {
		n.Stale = v.l.With("stale.since", map[string]any{"date": n.CheckedOn})
	}
	if _, known := v.site.Sources.Get(s.ID); known { // not so for some of an old edition
		n.Register = v.href("/sources") + "#" + s.ID
	}
	switch {
	case s.Linkable():
		n.Href, n.Host = s.URL, s.Host()
	case s.URL != "":
		n.Address, n.Risk = s.URL, v.risk(s.Risk)
	}
	return n
}

// risk words the warning for a publisher under a legal mark.
func (v *visit) risk(r *source.Risk) string {
	switch {
	case r.Listed && r.Country == "ru":
		return v.l.T("risk.listed.ru")
	case r.Listed:
		return v.l.T("risk.listed.by")
	case r.Country == "ru":
		return v.l.T("risk.maybe.ru")
	}
	return v.l.T("risk.maybe.by")
}
