package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/record"
)

// placeParam names a place in the addresses of the questionnaire. It is no finer
// than a district or a town, is not a part of the code and is kept nowhere.
const placeParam = "place"

// placeOf is the place that an address names, nil if it names none that exists.
// The no-trace mode knows no place: its addresses say nothing about the reader.
func (v *visit) placeOf() *place.Place {
	if strings.Contains(v.c.Path(), "/check/private") {
		return nil
	}
	p, _ := v.site.Places.Get(v.c.QueryParam(placeParam))
	return p
}

// keepPlace forgets the place if the answers are about the other country.
func (v *visit) keepPlace(a eligibility.Answers) {
	if country := v.q.Country(a); v.place != nil && country != "" && country != v.place.Country {
		v.place = nil
	}
}

func (v *visit) placeLink(p *place.Place) templates.Link {
	return templates.Link{Text: p.Names[v.lang], Href: v.href("/places/" + p.ID)}
}

// showPlace shows one place.
func (s *Server) showPlace(v *visit) error {
	p, ok := v.site.Places.Get(v.c.Param("place"))
	if !ok {
		return echo.ErrNotFound
	}
	page := v.placePage(p)
	var err error
	if page.Short, err = v.shortView("/places/" + p.ID); err != nil {
		return err
	}
	return v.send(http.StatusOK, templates.Place(page))
}

// A placeView draws one place.
type placeView struct {
	*visit
	at    *place.Place
	text  *page.Text
	page  *page.Page
	cited map[string]bool
}

func (v *visit) placePage(p *place.Place) templates.PlacePage {
	book, _ := v.site.Book.Get(place.Page)
	pv := &placeView{v, p, book.Texts[v.lang], book, map[string]bool{}}
	lead := pv.blocks([]string{p.LeadBlock()}) // first, because a source is described where it is named first
	view := templates.PlacePage{
		Kick:     pv.kick(p),
		Up:       pv.up(),
		Heading:  p.Names[v.lang],
		Ballot:   pv.ballot(),
		Terms:    v.l.With("place.terms", map[string]any{"conditions": strings.Join(pv.conditions(), "; ")}),
		Check:    v.href("/check?" + placeParam + "=" + p.ID),
		Levels:   pv.levels(),
		Doubts:   pv.blocks(v.site.Places.DoubtBlocks(p)),
		Inside:   pv.inside(),
		Contacts: v.contactsIn(p.Country),
		About:    templates.Link{Text: v.l.T("place.about"), Href: v.href("/" + place.Page + "#levels")},
	}
	if len(lead) == 1 {
		view.Lead = lead[0]
	}
	for _, l := range lang.All() {
		if l != v.lang && p.Names[l] != p.Names[v.lang] {
			view.Names = append(view.Names, templates.Phrase{Lang: l, Text: p.Names[l]})
		}
	}
	if about, ok := v.site.Book.Get(p.Kind.Page); ok {
		view.About = v.pageLink(about)
	}
	if contact, ok := v.site.Book.Get("contact"); ok {
		view.ContactsTo = v.pageLink(contact)
	}
	view.Sections = pv.sections()
	view.Pass = pv.pass()
	view.Cite = v.citeView(citePlace, p.ID)
	view.Frame = v.frame(frameOf{path: "/places/" + p.ID, title: pv.title(), description: v.l.With("place.summary", map[string]any{"place": pv.title()}), card: cardPlace + "/" + p.ID})
	v.say(&view.Frame, v.breadcrumbs(view.Up, view.Heading, "/places/"+p.ID))
	return view
}

// pass is the passport of the page; it counts the sources that the page names.
func (pv *placeView) pass() []templates.Pair {
	return []templates.Pair{
		{Term: pv.l.T("pass.law"), Value: pv.monthYear(pv.site.Settings.LawAsOf)},
		{Term: pv.l.T("pass.checked"), Value: pv.longDate(pv.page.CheckedOn)},
		{Term: pv.l.T("pass.sources"), Value: itoa(len(pv.cited))},
	}
}

// placeRow is the place among the answers, so that it can be changed.
func (v *visit) placeRow() []templates.AnswerRow {
	if v.place == nil {
		return nil
	}
	return []templates.AnswerRow{{Question: v.l.T("place.row"), Answer: v.place.Names[v.lang], Change: v.href("/" + place.Page)}}
}

// kick says what kind of place it is, and where.
func (v *visit) kick(p *place.Place) string {
	return v.countryName(p.Country) + ": " + p.Kind.Title[v.lang]
}

func (v *visit) countryName(id string) string {
	if id == "ru" {
		return v.l.T("country.ru")
	}
	return v.l.T("country.by")
}

// title is the name with what tells it from others of the same name.
func (pv *placeView) title() string {
	return strings.Join(append([]string{pv.at.Names[pv.lang]}, pv.whereabouts(pv.at)...), ", ")
}

// whereabouts names the oblast or region and, where there is none, the country.
func (v *visit) whereabouts(p *place.Place) []string {
	if r := p.Region(); r != nil {
		return []string{r.Names[v.lang]}
	}
	return []string{v.countryName(p.Country)}
}

func (pv *placeView) up() []templates.Link {
	links := []templates.Link{
		{Text: pv.l.T("place.all"), Href: pv.href("/" + place.Page)},
		{Text: pv.countryName(pv.at.Country), Href: pv.href("/" + place.Page + "#places-" + pv.at.Country)},
	}
	around := pv.at.Within()[1:]
	slices.Reverse(around)
	for _, p := range around {
		links = append(links, pv.placeLink(p))
	}
	return links
}

// blocks draws blocks of the page about places.
func (pv *placeView) blocks(ids []string) []templates.PagePart {
	var out []templates.PagePart
	for _, id := range ids {
		part, ok := pv.text.Part(id)
		if !ok {
			continue
		}
		p := templates.PagePart{ID: id, HTML: part.HTML, Notes: pv.citing(pv.cited, part.Sources)}
		if part.Stale {
			p.Stale = pv.l.T("stale.block")
		}
		out = append(out, p)
	}
	return out
}

// answers is the person whom the page judges.
func (pv *placeView) answers() eligibility.Answers { return pv.typical(pv.at) }

// typical is a citizen of the other country who meets every condition. Where it
// is known that residents do not elect the head, that is answered, too.
func (v *visit) typical(p *place.Place) eligibility.Answers {
	return v.withHead(v.site.Places.Cases[p.Country], p)
}

func (v *visit) withHead(a eligibility.Answers, p *place.Place) eligibility.Answers {
	i, ok := v.q.Question("head_elected")
	if !ok || p.Head != place.HeadAbolished {
		return a
	}
	answer, _ := v.q.Questions[i].Parse("no")
	return a.With(i, answer)
}

// conditions are the answers of that person in words, as far as they are
// conditions: everything but the country and the citizenship.
func (pv *placeView) conditions() []string {
	var out []string
	a := pv.answers()
	for i := range pv.q.Questions {
		q := &pv.q.Questions[i]
		if a[i] >= 0 && !slices.Contains([]string{"country", "citizenship", "head_elected"}, q.ID) {
			out = append(out, pv.visit.text("fact."+q.ID+"."+q.Answers[a[i]], pv.at.Country))
		}
	}
	return out
}

// ballot is what that person may do here today, by the same cards as every
// result of the questionnaire.
func (pv *placeView) ballot() templates.Ballot {
	b := templates.Ballot{L: pv.l, Pairs: true, When: pv.todayWords()}
	period, ok := pv.q.Period(pv.today)
	if !ok {
		return b
	}
	a := pv.answers()
	if i, ok := pv.q.Question("citizenship"); ok && a[i] >= 0 {
		b.Who = pv.visit.text("who."+pv.at.Country+"."+pv.q.Questions[i].Name(a[i]), "")
	}
	result := withQuery(pv.href("/result/"+pv.q.Code(a)), placeParam+"="+pv.at.ID)
	for i, set := range pv.q.Verdicts(period, pv.q.Assume(a)) {
		right := pv.q.Rights[i].ID
		if slices.Contains(pv.at.Kind.Absent, right) {
			continue
		}
		b.Rows = append(b.Rows, templates.BallotRow{
			Mark: templates.Mark{Verdict: templates.Verdict(set.String()), Word: pv.visit.text("verdict."+set.String()+".short", pv.at.Country)},
			What: pv.rightHere(i), Href: result + "#" + right, Why: true,
		})
	}
	return b
}

// rightHere names a right by the Councils of this place, where they are known.
func (pv *placeView) rightHere(right int) string {
	id := pv.q.Rights[right].ID
	var names []string
	for _, b := range pv.site.Places.For(pv.at, id) {
		if b.Level.Vote == id {
			names = append(names, pv.bodyName(b))
		}
	}
	if len(names) == 0 {
		return pv.visit.text("right."+id+".name", pv.at.Country)
	}
	return pv.l.With("place.vote", map[string]any{"bodies": strings.Join(names, "; ")})
}

// bodiesFor names the Councils of a place that a right is about.
func (v *visit) bodiesFor(p *place.Place, right string) []string {
	if slices.Contains(p.Kind.Absent, right) {
		return []string{v.l.T("place.no_body")}
	}
	var names []string
	for _, b := range v.site.Places.For(p, right) {
		names = append(names, v.bodyName(b))
	}
	return names
}

func (v *visit) bodyName(b place.Body) string {
	if b.Uncertain {
		return v.l.With("place.uncertain", map[string]any{"body": b.Name[v.lang]})
	}
	return b.Name[v.lang]
}

func (pv *placeView) sections() []templates.PlaceSection {
	p := pv.at
	elected := templates.PlaceSection{ID: "elected", Title: pv.l.T("place.elected"), Parts: pv.blocks(slices.Concat(pv.headBlocks(), p.Kind.Elected))}
	for _, b := range pv.site.Places.Bodies(p) {
		body := templates.PlaceBody{Name: b.Name[pv.lang], Level: pv.levelTitle(b.Level)}
		if b.Uncertain {
			body.Level += "; " + pv.l.T("place.unconfirmed")
		}
		elected.Bodies = append(elected.Bodies, body)
	}
	return []templates.PlaceSection{
		elected,
		{ID: "ballots", Title: pv.l.T("place.ballots"), Parts: pv.blocks(p.BallotBlocks())},
		{ID: "when", Title: pv.l.T("place.when"), Parts: pv.blocks(p.Kind.When)},
		{ID: "ask", Title: pv.l.T("place.ask"), Parts: pv.blocks(p.Kind.Ask)},
	}
}

func (pv *placeView) headBlocks() []string { return pv.site.Places.HeadBlocks(pv.at) }

func (v *visit) levelTitle(l *place.Level) string {
	for _, level := range v.levelsOf(l.Country) {
		if level.ID == l.Country+"."+l.ID {
			return level.Title[v.lang]
		}
	}
	return ""
}

func (v *visit) levelsOf(country string) []*record.Level {
	for _, c := range v.site.Records.Levels {
		if c.ID == country {
			return c.Row()
		}
	}
	return nil
}

// contactsIn is whom to ask in a country.
func (v *visit) contactsIn(country string) *templates.ContactGroup {
	view := v.contactsView()
	for i := range view.Groups {
		if view.Groups[i].Country == country {
			g := view.Groups[i]
			g.Contacts = g.Contacts[:min(2, len(g.Contacts))] // the first are those nearest to the voter
			return &g
		}
	}
	return nil
}

// inside lists the places within a place, by kind.
func (pv *placeView) inside() []templates.PlaceGroup {
	var out []templates.PlaceGroup
	for _, k := range pv.site.Places.Kinds() {
		if g := pv.group(k, pv.at.Children); len(g.Places) > 0 {
			out = append(out, g)
		}
	}
	return out
}

// group lists the places of one kind by name.
func (v *visit) group(k *place.Kind, places []*place.Place) templates.PlaceGroup {
	g := templates.PlaceGroup{ID: "kind-" + strings.ReplaceAll(k.ID, ".", "-"), Title: k.Many[v.lang]}
	for _, p := range place.ByName(places, v.lang) {
		if p.Kind == k {
			g.Places = append(g.Places, v.placeLink(p))
		}
	}
	return g
}

// placesView is the way to every place.
func (v *visit) placesView() templates.PlacesView {
	view := templates.PlacesView{L: v.l, Box: v.findBox("", "find")}
	for _, country := range []string{"by", "ru"} { // the short list first: both are seen
		c := templates.PlaceCountry{ID: country, Title: v.countryName(country)}
		tops := v.site.Places.Tops(country, v.lang)
		for _, k := range v.site.Places.Kinds() {
			if g := v.group(k, tops); len(g.Places) > 0 {
				c.Groups = append(c.Groups, g)
			}
		}
		view.Countries = append(view.Countries, c)
	}
	return view
}

// levelPictures draws the levels of both countries.
func (v *visit) levelPictures() templates.LevelPictures {
	view := templates.LevelPictures{L: v.l}
	for _, c := range v.site.Records.Levels {
		p := templates.LevelsPicture{L: v.l, ID: "levels-" + c.ID, Title: c.Title[v.lang]}
		for _, level := range c.Row() {
			t := templates.Tier{Title: level.Title[v.lang], Text: level.Text[v.lang], State: templates.TierForeign}
			if level.Local {
				t.State, t.Word = templates.TierHere, v.l.T("levels.ours")
			}
			p.Tiers = append(p.Tiers, t)
		}
		view.Pictures = append(view.Pictures, p)
	}
	return view
}

// levels draws which levels apply to the place.
func (pv *placeView) levels() templates.LevelsPicture {
	p := templates.LevelsPicture{L: pv.l, ID: "levels", Title: pv.l.With("place.levels_of", map[string]any{"place": pv.at.Names[pv.lang]})}
	for _, level := range pv.levelsOf(pv.at.Country) {
		p.Tiers = append(p.Tiers, pv.tier(level))
	}
	return p
}

func (pv *placeView) tier(level *record.Level) templates.Tier {
	t := templates.Tier{Title: level.Title[pv.lang], Text: level.Text[pv.lang], State: templates.TierForeign}
	if !level.Local {
		return t
	}
	_, id, _ := strings.Cut(level.ID, ".")
	for _, b := range pv.site.Places.Bodies(pv.at) {
		if b.Level.ID == id {
			t.Text, t.State, t.Word = pv.bodyName(b), templates.TierHere, pv.l.T("place.here")
			if b.Uncertain {
				t.State = templates.TierPartly // an open line: not settled
			}
			return t
		}
	}
	t.State, t.Word = templates.TierNone, pv.l.T("place.none")
	if slices.Contains(pv.at.Kind.Partly, id) {
		t.State, t.Word = templates.TierPartly, pv.l.T("place.partly")
	}
	return t
}
