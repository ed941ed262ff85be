package web

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"localvote/templates"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/page"
	"localvote/web/record"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// include draws a list by its name; the names were checked when the site was
// built.
func (v *visit) include(name string) templ.Component {
	switch name {
	case "changelog":
		return templates.Changelog(v.changelogView())
	case "changes":
		return templates.Changes(v.changesView())
	case "claims":
		return templates.Claims(v.claimsView())
	case "contacts":
		return templates.Contacts(v.contactsView())
	case "differences":
		return templates.Differences(v.differencesView())
	case "elections":
		return templates.Elections(v.electionsView())
	case "feeds":
		return templates.Feeds(v.feedsView())
	case "glossary":
		return templates.Glossary(v.glossaryView())
	case "letter":
		return templates.Letters(v.lettersView())
	case "levels":
		return templates.Levels(v.levelsView())
	case "numbers":
		return templates.Numbers(v.numbersView())
	case "place-levels":
		return templates.LevelPictureList(v.levelPictures())
	case "places":
		return templates.Places(v.placesView())
	case "rights-matrix":
		return templates.Matrix(v.rightsMatrix())
	case "sources":
		return templates.Register(v.registerView())
	case "timeline":
		return templates.Timeline(v.timelineView())
	case "translation-status":
		return templates.Translations(v.translationsView())
	case "voices":
		return templates.Voices(v.voicesView())
	}
	return templ.NopComponent
}

// factDate writes the date of a fact for readers.
func (v *visit) factDate(id string) string {
	date, _ := v.site.Book.Date(id)
	return v.anyDate(date)
}

// anyDate writes a day, a month or a year.
func (v *visit) anyDate(date string) string {
	switch len(date) {
	case len("2025-10-29"):
		return v.longDate(date)
	case len("2025-10"):
		return v.monthYear(date)
	case len("2025"):
		return v.l.With("date.year", map[string]any{"year": date})
	}
	return date
}

func (v *visit) recordDate(d record.Date) string {
	if d.Fact != "" {
		return v.factDate(d.Fact)
	}
	return v.anyDate(d.Day)
}

func (v *visit) timelineView() templates.TimelineView {
	t := v.site.Records.Timeline
	view := templates.TimelineView{L: v.l}
	v.picture(&view, t)
	cited := map[string]bool{}
	day := func(fact string) string { d, _ := v.site.Book.Date(fact); return d }
	for _, e := range t.Sorted(day) {
		view.Events = append(view.Events, templates.TimelineEvent{
			ID: e.ID, Day: day(e.Fact), Date: v.factDate(e.Fact), Country: e.Country, Stage: e.Stage, Instrument: e.Instrument, Key: e.Key,
			Title: e.Title[v.lang], Note: e.Note[v.lang], Notes: v.citing(cited, e.Sources),
		})
	}
	return view
}

// picture places the bars between the first month of the first bar and the end
// of what is known.
func (v *visit) picture(view *templates.TimelineView, t *record.Timeline) {
	if len(t.Bars) == 0 {
		return
	}
	from, to := v.pictureSpan(t)
	at := func(day time.Time) float64 { return 100 * day.Sub(from).Hours() / to.Sub(from).Hours() }
	for _, b := range t.Bars {
		begin, end := v.factDay(b.From), v.factDay(b.To)
		bar := templates.TimelineBar{Label: b.Label[v.lang], Kind: b.Kind, From: at(begin), To: at(end), Span: v.factDate(b.From)}
		switch {
		case b.Open():
			bar.To = 100
			bar.Span = v.l.With("timeline.since", map[string]any{"date": v.factDate(b.From)})
		case b.Kind == "wait":
			bar.Span = v.l.Count("timeline.days", int(end.Sub(begin).Hours()/24))
		case b.To != "":
			bar.Span = v.factDate(b.From) + " – " + v.factDate(b.To)
			if v.lang != lang.EN {
				bar.Span = v.factDate(b.From) + "\u00a0— " + v.factDate(b.To)
			}
		default:
			bar.To = bar.From
		}
		view.Bars = append(view.Bars, bar)
		if b.Kind == "point" || b.Kind == "force" {
			view.Lines = append(view.Lines, at(begin))
		}
	}
	for month := from; month.Before(to); month = month.AddDate(0, 3, 0) {
		view.Axis = append(view.Axis, templates.TimelineTick{Text: tickWords(month), At: at(month)})
	}
	view.Caption = v.l.T("timeline.caption")
	view.Scale = v.l.With("timeline.scale", map[string]any{"from": v.monthYear(from.Format("2006-01")), "to": v.monthYear(to.AddDate(0, 0, -1).Format("2006-01"))})
}

// tickWords is a word on the axis: the year in January, the number of the month
// otherwise. There is no room for more on a phone.
func tickWords(month time.Time) string {
	if month.Month() == time.January {
		return month.Format("2006")
	}
	return month.Format("01")
}

// pictureSpan is the quarter in which the first bar begins and the end of the
// month in which our knowledge ends.
func (v *visit) pictureSpan(t *record.Timeline) (from, to time.Time) {
	first := v.factDay(t.Bars[0].From)
	for _, b := range t.Bars {
		if d := v.factDay(b.From); d.Before(first) {
			first = d
		}
	}
	from = time.Date(first.Year(), (first.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	known, _ := time.Parse("2006-01", v.site.Settings.LawAsOf)
	return from, known.AddDate(0, 1, 0)
}

func (v *visit) factDay(id string) time.Time {
	date, _ := v.site.Book.Date(id)
	t, _ := time.Parse(time.DateOnly, (date + "-01-01")[:min(len(date)+6, 10)])
	return t
}

func (v *visit) claimsView() templates.ClaimsView {
	c := v.site.Records.Claims
	view := templates.ClaimsView{L: v.l}
	for _, verdict := range record.Verdicts() {
		if n := c.Count(verdict); n > 0 {
			view.Tally = append(view.Tally, templates.PressTally(v.l, templates.Verdict(verdict), n))
		}
	}
	cited := map[string]bool{}
	for _, claim := range c.Claims {
		p := templates.PressClaim{
			ID: claim.ID, Claim: claim.Claim[v.lang], Mark: templates.PressMark(v.l, templates.Verdict(claim.Verdict)),
			Where: claim.Where[v.lang], Why: claim.Why[v.lang], Notes: v.citing(cited, claim.Sources), More: v.more(claim.Page),
			Cite: v.citeEntry(citeClaim, claim.ID, claim.Claim[v.lang]),
		}
		for _, id := range claim.By {
			p.By = append(p.By, templates.Link{Text: strings.ToUpper(id), Href: "#article-" + id})
		}
		view.Claims = append(view.Claims, p)
	}
	for _, a := range c.Articles {
		view.Articles = append(view.Articles, v.article(a))
	}
	return view
}

// more links the page, or the block of a page, that explains a matter.
func (v *visit) more(target string) *templates.Link {
	id, block, _ := strings.Cut(target, "#")
	p, ok := v.site.Book.Get(id)
	if !ok {
		return nil
	}
	link := v.pageLink(p)
	if block != "" {
		link.Href += "#" + block
	}
	return &link
}

func (v *visit) article(a *record.Article) templates.PressArticle {
	out := templates.PressArticle{
		ID: "article-" + a.ID, Letter: strings.ToUpper(a.ID), About: a.About[v.lang],
		Byline: a.Publisher.In(v.lang) + ", " + a.Dated.In(v.lang),
	}
	if a.Title != nil {
		out.Title, out.TitleLang = a.Title.Text, a.Title.Lang
	}
	if notes := v.notes([]string{a.Source}); len(notes) == 1 {
		out.Note = &notes[0]
	}
	return out
}

func (v *visit) voicesView() templates.VoicesView {
	view := templates.VoicesView{L: v.l}
	cited := map[string]bool{}
	for _, side := range record.Sides() {
		g := templates.VoiceGroup{Side: side}
		for _, voice := range v.site.Records.Voices {
			if voice.Side != side {
				continue
			}
			t := templates.Voice{ID: voice.ID, Who: voice.Who[v.lang], Role: voice.Role[v.lang], On: v.recordDate(voice.On), Says: voice.Says[v.lang], Notes: v.citing(cited, voice.Sources)}
			if voice.Quote != nil {
				t.Quote, t.QuoteLang = voice.Quote.Text, voice.Quote.Lang
			}
			g.Voices = append(g.Voices, t)
		}
		if len(g.Voices) > 0 {
			view.Groups = append(view.Groups, g)
		}
	}
	return view
}

func (v *visit) numbersView() templates.NumbersView {
	view := templates.NumbersView{L: v.l}
	cited := map[string]bool{}
	for _, group := range v.site.Records.Numbers {
		g := templates.NumberGroup{ID: "n-" + group.ID, Title: group.Title[v.lang]}
		for _, n := range group.Rows {
			g.Rows = append(g.Rows, templates.NumberRow{ID: "n-" + n.ID, What: n.What[v.lang], Value: v.figure(n), AsOf: v.recordDate(n.AsOf), Note: n.Note[v.lang], Notes: v.citing(cited, n.Sources)})
		}
		view.Groups = append(view.Groups, g)
	}
	return view
}

// figure writes a number as the language does, with "about" or "more than".
func (v *visit) figure(n *record.Number) string {
	if n.Number == "" {
		return n.Text[v.lang]
	}
	words := v.number(n.Number)
	switch {
	case n.MoreThan:
		return v.l.With("numbers.more_than", map[string]any{"n": words})
	case n.About:
		return v.l.With("numbers.about", map[string]any{"n": words})
	}
	return words
}

// number writes "26500" as 26 500 or 26,500 and "73.09" as 73,09 or 73.09.
func (v *visit) number(digits string) string {
	whole, fraction, _ := strings.Cut(digits, ".")
	comma, gap, from := ",", "\u00a0", 5
	if v.lang == lang.EN {
		comma, gap, from = ".", ",", 4
	}
	if len(whole) >= from {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + gap + whole[i:]
		}
	}
	if fraction != "" {
		whole += comma + fraction
	}
	return whole
}

func (v *visit) contactsView() templates.ContactsView {
	view := templates.ContactsView{L: v.l}
	for _, country := range []string{"ru", "by"} {
		g := templates.ContactGroup{Country: country}
		for _, c := range v.site.Records.Contacts {
			if c.Country != country {
				continue
			}
			t := templates.Contact{
				ID: c.ID, Name: c.Name[v.lang], For: c.For[v.lang], Address: c.Address.In(v.lang), Phone: c.Phone,
				Site: c.Site, Stated: v.recordDate(c.StatedOn), Caution: c.Caution[v.lang], Notes: v.notes(c.Sources),
			}
			if strings.HasPrefix(c.Site, "http") {
				t.SiteHref = c.Site
				t.Site = (&source.Source{URL: c.Site}).Host()
			}
			g.Contacts = append(g.Contacts, t)
		}
		if len(g.Contacts) > 0 {
			view.Groups = append(view.Groups, g)
		}
	}
	return view
}

func (v *visit) glossaryView() templates.GlossaryView {
	view := templates.GlossaryView{L: v.l}
	for _, term := range v.site.Records.Glossary {
		t := templates.GlossaryTerm{ID: term.ID, Note: term.Note[v.lang]}
		for _, l := range v.languagesFirst() {
			t.Words = append(t.Words, templates.Phrase{Lang: l, Text: term.Words[l]})
		}
		view.Terms = append(view.Terms, t)
	}
	return view
}

// lettersView shows each letter in Russian, which every commission reads, beside
// the reader's language; in Russian beside Belarusian.
func (v *visit) lettersView() templates.LettersView {
	beside := v.lang
	if beside == lang.RU {
		beside = lang.BE
	}
	both := func(t source.Text) []templates.Phrase {
		return []templates.Phrase{{Lang: lang.RU, Text: t[lang.RU]}, {Lang: beside, Text: t[beside]}}
	}
	view := templates.LettersView{L: v.l}
	for _, letter := range v.site.Records.Letters {
		t := templates.Letter{ID: letter.ID, Title: letter.Title[v.lang], To: both(letter.To), Closing: both(letter.Closing), Notes: v.notes(letter.Articles)}
		for _, paragraph := range letter.Body {
			t.Body = append(t.Body, both(paragraph))
		}
		view.Letters = append(view.Letters, t)
	}
	return view
}

func (v *visit) levelsView() templates.LevelsView {
	view := templates.LevelsView{L: v.l}
	for _, c := range v.site.Records.Levels {
		view.Trees = append(view.Trees, templates.LevelTree{Title: c.Title[v.lang], Root: v.level(c.Root)})
	}
	return view
}

func (v *visit) level(l *record.Level) templates.Level {
	out := templates.Level{Title: l.Title[v.lang], Text: l.Text[v.lang], Local: l.Local}
	for _, inner := range l.Levels {
		out.Children = append(out.Children, v.level(inner))
	}
	return out
}

// maxTranslations is how many pages the state of translations lists, far more than there
// are: of thousands those that have fallen behind come first.
const maxTranslations = 200

func (v *visit) translationsView() templates.TranslationsView {
	view := templates.TranslationsView{L: v.l}
	pages := v.site.Book.All()
	if len(pages) > maxTranslations {
		pages = mostBehind(pages, maxTranslations)
	}
	for _, p := range pages {
		row := templates.TranslationRow{Title: p.Short[v.lang]}
		for _, l := range lang.All() {
			row.Cells = append(row.Cells, templates.TranslationCell{Lang: l, Href: "/" + string(l) + pagePath(p.ID), Stale: behind(p, l)})
		}
		view.Rows = append(view.Rows, row)
	}
	return view
}

// mostBehind are n pages, those with most blocks to be translated anew first.
func mostBehind(pages []*page.Page, n int) []*page.Page {
	blocks := map[*page.Page]int{}
	for _, p := range pages {
		for _, l := range lang.All() {
			blocks[p] += behind(p, l)
		}
	}
	pages = slices.Clone(pages)
	slices.SortStableFunc(pages, func(a, b *page.Page) int { return blocks[b] - blocks[a] })
	return pages[:n]
}

func behind(p *page.Page, l lang.Lang) int {
	n := p.Texts[l].Stale()
	if easy := p.Easy[l]; easy != nil {
		n += easy.Stale()
	}
	return n
}

// differencesView sets the two countries side by side: for every declared
// difference a person in Russia and the mirror person in Belarus, judged by the
// cards.
func (v *visit) differencesView() templates.DifferencesView {
	view := templates.DifferencesView{L: v.l, Left: v.l.T("differences.left"), Right: v.l.T("differences.right")}
	cited := map[string]bool{}
	period, ok := v.q.Period(v.today)
	if !ok {
		return view
	}
	for i := range v.q.Differences {
		d := &v.q.Differences[i]
		at := period
		if d.To != "" && d.To <= v.q.Periods[period] {
			at, _ = v.q.Period(yamldoc.DayBefore(d.To))
		}
		row := templates.Difference{ID: d.ID, Text: v.text("difference."+d.ID, ""), Title: v.boxWords(d.When), Notes: v.citing(cited, d.Sources)}
		for r := range v.q.Rights {
			if !d.Rights.Has(r) {
				continue
			}
			here, there, found := v.q.Contrast(at, d, r)
			if !found {
				continue
			}
			row.Left = append(row.Left, v.rightMark(r, here, "ru"))
			row.Right = append(row.Right, v.rightMark(r, there, "by"))
		}
		view.Rows = append(view.Rows, row)
	}
	return view
}

func (v *visit) rightMark(r int, verdict eligibility.Verdict, country string) templates.RightMark {
	return templates.RightMark{
		Right: v.text("right."+v.q.Rights[r].ID+".name", country),
		Mark:  templates.Mark{Verdict: templates.Verdict(verdict.String()), Word: v.text("verdict."+verdict.String()+".short", country)},
	}
}

// boxWords says in the words of the questionnaire whom a box is about.
func (v *visit) boxWords(b eligibility.Box) string {
	var parts []string
	for i := range v.q.Questions {
		q := &v.q.Questions[i]
		full := uint32(1)<<len(q.Answers) - 1
		if b[i] == full || q.ID == "country" || q.ID == "age" {
			continue
		}
		var answers []string
		for n, answer := range q.Answers {
			if b[i]>>n&1 == 1 {
				answers = append(answers, v.text("a."+q.ID+"."+answer, ""))
			}
		}
		parts = append(parts, v.text("q."+q.ID+".short", "")+": "+strings.Join(answers, ", "))
	}
	return strings.Join(parts, "; ")
}

func (v *visit) changesView() templates.ChangesView {
	view := templates.ChangesView{L: v.l}
	cited := map[string]bool{}
	for i := range v.q.Changes {
		c := &v.q.Changes[i]
		t := templates.Change{ID: c.ID, Day: c.On, Date: v.longDate(c.On), Title: v.boxWords(c.When), Text: v.text("change."+c.ID, ""), Notes: v.citing(cited, c.Sources)}
		for r := range v.q.Rights {
			if from, to, found := v.q.Turn(c, r); found {
				t.Turns = append(t.Turns, templates.ChangeTurn{Right: v.text("right."+v.q.Rights[r].ID+".name", "ru"), From: v.rightMark(r, from, "ru").Mark, To: v.rightMark(r, to, "ru").Mark})
			}
		}
		view.Changes = append(view.Changes, t)
	}
	slices.SortStableFunc(view.Changes, func(a, b templates.Change) int { return strings.Compare(b.Day, a.Day) })
	return view
}

func itoa(n int) string { return strconv.Itoa(n) }
