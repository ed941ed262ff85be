package templates

import "localvote/web/lang"

// A speech is the words of one language for the test pages. They are long on
// purpose: long words break pages.
type speech struct {
	lang     lang.Lang
	question string
	hint     string
	yes      string
	no       string
	absent   string
	unclear  string
	depends  string
	dontKnow string
	heading  string
	sentence string
	citizen  string
	day      string
	month    string
	vote     string
	law      string
	how      string
	risk     string
	quote    string
}

var russian = speech{
	lang:     lang.RU,
	question: "Зарегистрированы ли вы по месту жительства в этом внутригородском муниципальном образовании?",
	hint:     "Нужна регистрация именно по месту жительства, а не по месту пребывания.",
	yes:      "Да",
	no:       "Нет",
	absent:   "Таких выборов здесь нет",
	unclear:  "Закон не даёт прямого ответа",
	depends:  "Зависит от ваших ответов",
	dontKnow: "Не знаю",
	heading:  "Вы можете голосовать на местных выборах и избираться",
	sentence: "Да, вы можете голосовать за депутатов представительного органа муниципального образования.",
	citizen:  "Граждане Беларуси в России",
	day:      "20 сентября 2026 года",
	month:    "февраль 2026 года",
	vote:     "Голосовать за депутатов представительного органа",
	law:      "67-ФЗ, п. 10 ст. 4",
	how:      "Формулу видели в уставах, где она повторена",
	risk:     "Переход по ссылке может иметь правовые последствия",
	quote:    "На основании международных договоров Российской Федерации иностранные граждане, постоянно проживающие на территории муниципального образования, имеют право избирать.",
}

var belarusian = speech{
	lang:     lang.BE,
	question: "Ці зарэгістраваныя вы па месцы жыхарства ў гэтым унутрыгарадскім муніцыпальным утварэнні?",
	hint:     "Патрэбная рэгістрацыя менавіта па месцы жыхарства, а не па месцы знаходжання.",
	yes:      "Так",
	no:       "Не",
	absent:   "Такіх выбараў тут няма",
	unclear:  "Закон не дае прамога адказу",
	depends:  "Залежыць ад вашых адказаў",
	dontKnow: "Не ведаю",
	heading:  "Вы можаце галасаваць на мясцовых выбарах і быць кандыдатам",
	sentence: "Так, вы можаце галасаваць за дэпутатаў абласнога, раённага і сельскага Савета дэпутатаў.",
	citizen:  "Грамадзяне Расіі ў Беларусі",
	day:      "25 лютага 2029 года",
	month:    "люты 2026 года",
	vote:     "Галасаваць за абласны або Мінскі гарадскі Савет дэпутатаў",
	law:      "Выбарчы кодэкс, арт. 58",
	how:      "Рэдакцыя 2015 года; ці захаваўся нумар артыкула, не праверана",
	risk:     "Пераход па спасылцы можа мець прававыя наступствы",
	quote:    "Граждане Российской Федерации, постоянно проживающие в Республике Беларусь, могут избирать.",
}

var english = speech{
	lang:     lang.EN,
	question: "Are you registered at your place of residence in this municipality?",
	hint:     "Registration at a place of stay is not enough.",
	yes:      "Yes",
	no:       "No",
	absent:   "There is no such election here",
	unclear:  "The law does not settle this",
	depends:  "It depends on your answers",
	dontKnow: "I do not know",
	heading:  "You can vote in local elections and stand in them",
	sentence: "Yes, you can vote in the local council election.",
	citizen:  "Citizens of Belarus in Russia",
	day:      "20 September 2026",
	month:    "February 2026",
	vote:     "Vote for the local council",
	law:      "67-FZ, art. 4(10)",
	how:      "The formula was seen in charters that repeat it",
	risk:     "Opening this link may have legal consequences",
	quote:    "Граждане Российской Федерации, постоянно проживающие в Республике Беларусь, могут избирать.",
}

func (s speech) frame(l Localizer) Frame {
	f := Frame{
		Lang: s.lang, L: l, Title: s.heading, Description: s.sentence,
		Canonical: "https://localvote.example/" + string(s.lang) + "/check",
		Home:      "/" + string(s.lang), Stylesheets: Stylesheets{Core: "css/site.css"}, Icon: "favicon.svg",
		LawAsOf: s.month, CheckedOn: s.day, Notice: s.hint,
		Nav: []Link{
			{Text: l.T("nav.check"), Href: "/check", Current: true},
			{Text: l.T("nav.check"), Href: "/sources"},
		},
		FootNav: []Link{{Text: l.T("nav.trace"), Href: "/trace"}},
	}
	for _, other := range lang.All() {
		f.Languages = append(f.Languages, Link{
			Text: other.OwnName(), Href: "/" + string(other) + "/check", Lang: other, Current: other == s.lang,
		})
		f.Alternates = append(f.Alternates, Alternate{Lang: string(other), Href: "https://localvote.example/" + string(other) + "/check"})
	}
	return f
}

func (s speech) notes() []SourceNote {
	return []SourceNote{
		{
			Kind: "law", Label: s.law, How: s.how, Seen: "relayed", Href: "https://base.garant.ru/43214618/9d78f2e21a0e8d6e5a75ac4e4a939832",
			Host: "base.garant.ru", CheckedOn: "21.11.2026", Register: "/sources#law.1",
		},
		{Kind: "official", Label: s.citizen, Seen: "excerpt", CheckedOn: "21.11.2026", Register: "/sources#official.1"},
		{
			Kind: "press", Label: "The Moscow Times", Seen: "full", Address: "https://www.moscowtimes.ru/2025/07/23/a169641",
			Risk: s.risk, CheckedOn: "21.11.2026", Register: "/sources#press.1",
		},
	}
}

func (s speech) claim(id string) Claim {
	return Claim{ID: id, Text: s.hint + " " + s.quote, Notes: s.notes()}
}

func (s speech) ask(l Localizer, id string, heading int, failed string) Question {
	return Question{L: l, ID: id, Title: s.question, Hint: s.hint, Error: failed, Heading: heading, Options: []Option{
		{ID: id + "-yes", Value: "yes", Label: s.yes},
		{ID: id + "-no", Value: "no", Label: s.no, Hint: s.hint, Checked: true},
		{ID: id + "-unknown", Value: "unknown", Label: s.dontKnow, Other: true},
	}}
}

func (s speech) date(l Localizer, failed string) DateField {
	return DateField{
		L: l, Min: "01.01.2025", Max: "31.12.2031", Error: failed, Value: "20.9.26",
		Options: []Option{
			{ID: "on-1", Value: "2026-09-20", Label: l.With("date.option.today", map[string]any{"date": s.day}), Checked: true},
			{ID: "on-2", Value: "today", Label: l.With("date.option.today", map[string]any{"date": s.day})},
			{ID: "on-3", Value: "another", Label: l.T("date.option.another"), Other: true},
		},
	}
}

func (s speech) marks() []Mark {
	return []Mark{
		{Yes, s.yes}, {Depends, s.depends}, {Unclear, s.unclear}, {Absent, s.absent}, {No, s.no},
	}
}

func (s speech) ballot(l Localizer) Ballot {
	b := Ballot{L: l, Who: s.citizen, When: s.day, Pairs: true}
	for i, m := range s.marks() {
		b.Rows = append(b.Rows, BallotRow{Mark: m, What: s.vote, Href: "#" + rightID(i), Why: true})
	}
	return b
}

// examples is a ballot without a head, whose rows lead elsewhere or nowhere.
func (s speech) examples(l Localizer) Ballot {
	return Ballot{L: l, Rows: []BallotRow{
		{Mark: Mark{Yes, s.yes}, What: s.citizen, Href: "/result/1-0001"},
		{Mark: Mark{No, s.no}, What: s.citizen},
	}}
}

func rightID(i int) string { return "right-" + string(rune('1'+i)) }

func (s speech) rights() []RightResult {
	var all []RightResult
	for i, m := range s.marks() {
		id := rightID(i)
		r := RightResult{
			ID: id, Name: s.vote + " " + id, Mark: m, Sentence: s.sentence, Because: []string{s.hint, s.hint},
			Reasons: []Claim{s.claim(id + "-1"), s.claim(id + "-2")}, NoMatter: []string{s.question, s.vote},
		}
		switch m.Verdict {
		case Yes:
			r.About = s.hint
			r.Provided = []Claim{s.claim(id + "-3")}
			r.Later = []string{s.sentence}
		case Depends:
			r.Forks = []Fork{{Mark{Yes, s.yes}, s.hint}, {Mark{Absent, s.absent}, s.hint}}
		case No:
			r.Flips = []Flip{
				{Text: s.hint, From: m, To: Mark{Yes, s.yes}, Only: s.question, Who: s.vote},
				{Text: s.hint, From: m, To: Mark{Unclear, s.unclear}},
			}
		default:
			r.NoFlip = s.hint
		}
		all = append(all, r)
	}
	return all
}

func (s speech) answers(change string) []AnswerRow {
	return []AnswerRow{
		{Question: s.question, Answer: s.yes, Change: change},
		{Question: s.vote, Answer: s.dontKnow, Change: change},
	}
}

func (s speech) startPage(l Localizer) StartPage {
	return StartPage{
		Frame: s.frame(l), Kick: s.citizen, Heading: s.question, Lead: s.sentence, First: s.ask(l, "country", 2, ""),
		Action: "/check", Takes: []string{s.hint, s.sentence}, Not: []string{s.hint, s.sentence},
		Examples: s.examples(l), ExNotes: s.notes(), AllHref: "/all", TraceHref: "/trace",
	}
}

func (s speech) questionPage(l Localizer, failed string) QuestionPage {
	v := QuestionPage{
		Frame: s.frame(l), Question: s.ask(l, "registered", 1, failed), Action: "/check/1-7K2M", Back: "/check",
		Number: 4, AtMost: 2, Details: []Detail{{s.citizen, s.hint}, {s.vote, s.sentence}}, Answers: s.answers("/change"),
		AllHref: "/all", TraceHref: "/trace",
	}
	if failed != "" {
		v.Errors = []ErrorLink{{failed, "#registered-yes"}}
	}
	return v
}

func (s speech) resultPage(l Localizer) ResultPage {
	v := ResultPage{
		Frame: s.frame(l), Kick: s.citizen, Heading: s.heading, Lead: s.sentence, Ballot: s.ballot(l), Tally: s.marks(),
		Answers: s.answers("/change"), Unasked: s.hint, Skipped: []string{s.question, s.vote},
		Pass: []Pair{{s.citizen, s.day}, {s.vote, s.day}, {s.law, "2026-11-21.1"}}, Rights: s.rights(),
		Compared: &Compared{Text: s.sentence, Today: "/result", Rows: []ComparedRow{
			{Name: s.vote, Then: Mark{No, s.no}, Now: Mark{Yes, s.yes}, Why: s.hint},
		}},
		Steps:   []Step{{s.vote, s.claim("step-1")}, {s.citizen, s.claim("step-2")}},
		Unknown: []Claim{s.claim("unknown-1")}, Date: s.date(l, ""), DateForm: "/result/1-7K2M", Restart: "/check",
		Share: &Share{
			Link:  "https://localvote.example/" + string(s.lang) + "/result/1-7K2M?on=2026-09-20&rules=3f9a6c1d",
			Short: "https://localvote.example/" + string(s.lang) + "/result/1-00AB",
		},
		TraceHref: "/trace", CheckToo: l.T("page.result.check_too"),
	}
	for _, link := range v.Languages {
		if !link.Current {
			v.Share.Languages = append(v.Share.Languages, link)
		}
	}
	return v
}

// noTrace is the same page where the answers must not stand in an address.
func noTrace(v ResultPage, s speech, l Localizer) ResultPage {
	v.NoTrace, v.Share, v.TraceHref = true, nil, ""
	v.Hidden = []Hidden{{"country", "ru"}, {"residence", "permanent"}}
	v.Switch = v.Hidden
	v.Sensitive = []Question{s.ask(l, "custody", 3, ""), s.ask(l, "incapable", 3, "")}
	v.Answers = s.answers("")
	return v
}

// sourcesPage is a page with the register in it.
func (s speech) sourcesPage(l Localizer) ExplainerPage {
	v := RegisterView{L: l}
	for _, n := range s.notes() {
		n.ID = n.Kind + ".1"
		v.Groups = append(v.Groups, SourceGroup{Title: s.vote, Entries: []SourceEntry{
			{Note: n, Title: s.heading, Dated: s.day, Quote: s.quote, QuoteLang: lang.RU},
		}})
	}
	return ExplainerPage{Frame: s.frame(l), Heading: s.citizen, Parts: []PagePart{
		{ID: "register-title", Level: 2, Heading: s.vote}, {ID: "register", Include: Register(v)},
	}}
}
