package templates

import (
	"fmt"

	"github.com/a-h/templ"

	"localvote/web/lang"
)

// twoLanguages are the languages of a letter in the test pages.
func (s speech) twoLanguages(ru, be string) []Phrase {
	return []Phrase{{lang.RU, ru}, {lang.BE, be}}
}

func (s speech) explainerPage(l Localizer) ExplainerPage {
	text := "<p>" + s.sentence + " " + s.hint + "</p>"
	list := text + "<ul><li>" + s.hint + "</li><li>" + s.law + "</li></ul>"
	return ExplainerPage{
		Frame: s.frame(l), Kick: s.citizen, Heading: s.heading,
		Lead: PagePart{ID: "answer", HTML: text, Notes: s.notes()[:1]},
		Pass: []Pair{{s.law, s.month}, {s.citizen, s.day}},
		TOC:  []Link{{Text: s.vote, Href: "#who"}, {Text: s.citizen, Href: "#lists"}},
		Parts: []PagePart{
			{ID: "who", Level: 2, Heading: s.vote},
			{ID: "who-a", HTML: list, Notes: s.notes()},
			{ID: "who-b", HTML: text, Stale: l.T("stale.block"), Notes: s.notes()[:1]},
			{ID: "q-permit", Level: 3, Heading: s.question},
			{ID: "q-permit-a", HTML: "<p>" + s.quote + "</p>", Lang: lang.RU, Stale: l.T("stale.block")},
			{ID: "lists", Level: 2, Heading: s.citizen},
			{ID: "list", Include: Timeline(s.timeline(l)), Notes: s.notes()[:1]},
		},
		Easy:    &Link{Text: l.T("explain.easy"), Href: "/easy"},
		Related: []Link{{Text: s.citizen, Href: "/in-russia"}, {Text: s.vote, Href: "/how-to-vote"}},
		History: []Pair{{s.day, s.hint}},
		Stale:   l.With("stale.page", map[string]any{"date": s.day}),
	}
}

func (s speech) homePage(l Localizer) StartPage {
	v := s.startPage(l)
	v.IsHome = true
	press := Ballot{L: l}
	for _, verdict := range pressVerdicts {
		press.Rows = append(press.Rows, BallotRow{Mark: PressMark(l, verdict), What: s.hint, Href: "/claims#" + string(verdict)})
	}
	v.Sections = []IndexSection{
		{Title: s.citizen, Links: []IndexLink{{s.heading, "/in-russia", s.hint}, {s.vote, "/how-to-vote", ""}}},
		{Title: s.vote, Ballot: &press, More: &Link{Text: s.heading, Href: "/claims"}},
	}
	text := "<p>" + s.hint + "</p>"
	v.Parts = []PagePart{
		{ID: "before", HTML: text},
		{ID: "picture", Level: 2, Heading: s.vote},
		{ID: "picture-a", Include: TimelinePicture(s.timeline(l))},
		{ID: "trust", Level: 2, Heading: s.heading},
		{ID: "trust-1", Level: 3, Heading: s.citizen}, {ID: "trust-1-a", HTML: text},
		{ID: "trust-2", Level: 3, Heading: s.vote}, {ID: "trust-2-a", HTML: text, Notes: s.notes()[:1]},
		{ID: "trust-3", Level: 3, Heading: s.law}, {ID: "trust-3-a", HTML: text},
	}
	return v
}

var pressVerdicts = []Verdict{True, Incomplete, Misleading, False, Outdated, Opinion, Unverifiable}

func (s speech) timeline(l Localizer) TimelineView {
	v := TimelineView{
		L: l, Caption: s.sentence, Scale: s.hint, Lines: []float64{16.75, 70.99},
		Axis: []TimelineTick{{"2025", 0}, {"07", 42.69}, {"2026", 96}},
		Bars: []TimelineBar{
			{s.yes, s.day, "point", 16.75, 0}, {s.vote, s.day, "span", 42.69, 47.88},
			{s.citizen, s.hint, "wait", 16.75, 70.99}, {s.law, s.day, "force", 70.99, 100},
		},
	}
	for i, stage := range []string{"background", "proposed", "signed", "ratified", "in_force", "published", "explained", "planned"} {
		e := TimelineEvent{
			ID: "event-" + stage, Day: fmt.Sprintf("2025-%02d-29", i+1), Date: s.day, Country: []string{"ru", "by", "both"}[i%3],
			Stage: stage, Instrument: "protocol", Key: i%2 == 0, Title: s.sentence, Notes: s.notes()[:1+i%3],
		}
		if i == 2 {
			e.Instrument, e.Note = "protection", s.hint
		}
		v.Events = append(v.Events, e)
	}
	return v
}

func (s speech) claims(l Localizer) ClaimsView {
	v := ClaimsView{L: l}
	for i, verdict := range pressVerdicts {
		v.Tally = append(v.Tally, PressTally(l, verdict, i))
		c := PressClaim{
			ID: "claim-" + string(verdict), Claim: s.sentence, Mark: PressMark(l, verdict), Why: s.hint, Notes: s.notes()[:i%3],
			By: []Link{{Text: "A", Href: "#article-a"}, {Text: "D", Href: "#article-d"}},
		}
		if i == 0 {
			c.By, c.Where, c.More = nil, s.hint, &Link{Text: l.T("nav.check"), Href: "/which-elections"}
		}
		v.Claims = append(v.Claims, c)
	}
	v.Articles = []PressArticle{
		{ID: "article-a", Letter: "A", Title: "JUST IN: Putin Grants Belarusians Right To Vote", TitleLang: lang.EN, About: s.hint, Byline: s.day, Note: &s.notes()[2]},
		{ID: "article-d", Letter: "D", About: s.hint, Byline: s.month},
	}
	return v
}

func (s speech) voices(l Localizer) VoicesView {
	v := VoicesView{L: l}
	for i, side := range []string{"official_for", "neutral", "critical"} {
		g := VoiceGroup{Side: side}
		for n := range i + 1 {
			g.Voices = append(g.Voices, Voice{
				ID: fmt.Sprintf("%s-%d", side, n), Who: s.citizen, Role: s.vote, On: s.day, Says: s.sentence, Quote: s.quote, QuoteLang: lang.RU, Notes: s.notes()[n:],
			})
		}
		g.Voices = append(g.Voices, Voice{ID: side, Who: s.vote, Says: s.hint})
		v.Groups = append(v.Groups, g)
	}
	return v
}

func (s speech) numbers(l Localizer) NumbersView {
	return NumbersView{L: l, Groups: []NumberGroup{
		{ID: "people", Title: s.citizen, Rows: []NumberRow{
			{ID: "residents", What: s.sentence, Value: l.With("numbers.about", map[string]any{"n": "26 500"}), AsOf: s.day, Note: s.hint, Notes: s.notes()},
			{ID: "share", What: s.vote, Value: l.With("numbers.more_than", map[string]any{"n": "73,09 %"}), Notes: s.notes()[:1]},
		}},
		{ID: "candidates", Title: s.vote, Rows: []NumberRow{{ID: "elected", What: s.vote, Value: s.hint, AsOf: s.month}}},
	}}
}

func (s speech) contacts(l Localizer) ContactsView {
	return ContactsView{L: l, Groups: []ContactGroup{
		{Country: "ru", Contacts: []Contact{
			{ID: "cec", Name: s.citizen, For: s.question, Address: s.vote, Phone: "8 800 200-00-20", Site: "cikrf.ru", SiteHref: "https://cikrf.ru", Stated: s.day, Caution: s.risk, Notes: s.notes()[:2]},
		}},
		{Country: "by", Contacts: []Contact{{ID: "rec", Name: s.citizen, Site: "rec.gov.by"}}},
	}}
}

func (s speech) glossary(l Localizer) GlossaryView {
	v := GlossaryView{L: l}
	for i, id := range []string{"commission", "permit"} {
		t := GlossaryTerm{ID: id, Words: []Phrase{
			{lang.RU, "территориальная избирательная комиссия"}, {lang.BE, "тэрытарыяльная выбарчая камісія"}, {lang.EN, "territorial election commission"},
		}}
		if i == 0 {
			t.Note, t.Seen, t.Also = s.hint, "house.gov.by", []Phrase{{lang.RU, "ТИК"}, {lang.EN, "TEC, TIK"}}
		}
		v.Terms = append(v.Terms, t)
	}
	return v
}

func (s speech) letters(l Localizer) LettersView {
	return LettersView{L: l, Letters: []Letter{
		{
			ID: "letter-list", Title: s.heading, To: s.twoLanguages("В избирательную комиссию ________", "У выбарчую камісію ________"),
			Body: [][]Phrase{
				s.twoLanguages(russian.sentence, belarusian.sentence), s.twoLanguages(russian.hint+" ____", belarusian.hint+" ____"),
			},
			Closing: s.twoLanguages("Дата ____ Подпись ____", "Дата ____ Подпіс ____"), Notes: s.notes()[:1],
		},
		{ID: "letter-refusal", Title: s.vote, Body: [][]Phrase{{{lang.RU, russian.quote}}}},
	}}
}

func (s speech) differences(l Localizer) DifferencesView {
	return DifferencesView{L: l, Left: l.T("differences.left"), Right: l.T("differences.right"), Rows: []Difference{
		{
			ID: "heads", Title: s.question, Text: s.sentence, Notes: s.notes()[:1],
			Left: []RightMark{{s.vote, Mark{Depends, s.depends}}, {s.vote, Mark{Yes, s.yes}}}, Right: []RightMark{{s.vote, Mark{Absent, s.absent}}, {s.vote, Mark{No, s.no}}},
		},
		{ID: "referendum", Title: s.vote, Text: s.hint, Left: []RightMark{{"", Mark{Unclear, s.unclear}}}, Right: []RightMark{{"", Mark{No, s.no}}}},
	}}
}

func (s speech) changes(l Localizer) ChangesView {
	return ChangesView{L: l, Changes: []Change{
		{
			ID: "in-force", Day: "2025-10-29", Date: s.day, Title: s.sentence, Text: s.hint, Notes: s.notes()[:1],
			Turns: []ChangeTurn{{s.vote, Mark{No, s.no}, Mark{Yes, s.yes}}, {s.citizen, Mark{Unclear, s.unclear}, Mark{Depends, s.depends}}},
		},
		{ID: "later", Day: "2027", Date: s.month, Title: s.vote},
	}}
}

func (s speech) changelog(l Localizer) ChangelogView {
	who := [][]Pair{{{s.question, s.citizen}, {s.vote, s.yes}}, {{s.question, s.no}}}
	return ChangelogView{L: l, Feed: Link{Text: s.hint, Href: "/changes.atom"}, Entries: []LogEntry{
		{
			ID: "later", Day: "2027-01-01", Date: s.day, Title: s.sentence, Why: s.hint, Removed: s.sentence, Notes: s.notes()[:1],
			Turns: []LogTurn{{s.vote, Mark{No, s.no}, Mark{Yes, s.yes}, s.day, who, s.month}, {Right: s.citizen, From: Mark{Unclear, s.unclear}, To: Mark{No, s.no}, Days: s.day, Count: s.month}},
		},
		{ID: "first", Day: "2026-11-21", Date: s.month, Title: s.vote, Why: s.sentence},
	}}
}

func (s speech) levels(l Localizer) LevelsView {
	inner := Level{Title: s.vote, Text: s.hint, Local: true}
	return LevelsView{L: l, Trees: []LevelTree{
		{Title: s.citizen, Root: Level{Title: s.yes, Text: s.hint, Children: []Level{{Title: s.vote, Local: true, Text: s.hint, Children: []Level{inner, inner}}}}},
		{Title: s.vote, Root: Level{Title: s.yes, Children: []Level{inner}}},
	}}
}

func (s speech) translations(l Localizer) TranslationsView {
	return TranslationsView{L: l, Rows: []TranslationRow{
		{Title: s.citizen, Cells: []TranslationCell{{Lang: lang.BE, Href: "/be/in-russia"}, {Lang: lang.EN, Href: "/en/in-russia", Stale: 2, Missing: 5}}},
		{Title: s.vote, Cells: []TranslationCell{{Lang: lang.BE, Href: "/be/how", Stale: 21}, {Lang: lang.EN, Href: "/en/how", Missing: 1}}},
	}}
}

// lists are all that a page may include, by name.
func (s speech) lists(l Localizer) map[string]templ.Component {
	return map[string]templ.Component{
		"timeline": Timeline(s.timeline(l)), "claims": Claims(s.claims(l)), "voices": Voices(s.voices(l)),
		"numbers": Numbers(s.numbers(l)), "contacts": Contacts(s.contacts(l)), "glossary": Glossary(s.glossary(l)),
		"letters": Letters(s.letters(l)), "differences": Differences(s.differences(l)), "changes": Changes(s.changes(l)),
		"changelog": Changelog(s.changelog(l)),
		"levels":    Levels(s.levels(l)), "translations": Translations(s.translations(l)),
	}
}

// listPage is a page whose one block is a list.
func (s speech) listPage(l Localizer, list templ.Component) ExplainerPage {
	v := s.explainerPage(l)
	v.TOC, v.Easy, v.Stale, v.History = nil, nil, "", nil
	v.Parts = []PagePart{{ID: "all", Level: 2, Heading: s.vote}, {ID: "the-list", Include: list}}
	return v
}
