package dataset

import (
	"slices"
	"strconv"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/place"
	"localvote/web/record"
	"localvote/web/source"
)

// tables are all files with rows, in the order of the page.
func (b *builder) tables() []*table {
	all := []*table{
		b.ruleCards(), b.truthTable(), b.personas(), b.sourceList(), b.terms(), b.placeList(),
		b.timeline(), b.claims(), b.articles(), b.numbers(),
	}
	for _, t := range all {
		t.licence = CC0
		if t.json == nil && t.name != "personas" {
			t.json = t.rowsJSON
		}
	}
	return all
}

func joined(values []string) string { return strings.Join(values, between) }

func (b *builder) ruleCards() *table {
	q := b.Questionnaire
	t := &table{name: "rules", title: b.words("data.file.rules"), columns: []column{
		b.col("id", "data.col.ident"),
		b.col("effect", "data.col.effect").one(
			b.val("grant", "data.val.grant"), b.val("default", "data.val.default"), b.val("bar", "data.val.bar"),
			b.val("unclear", "data.val.unclear"), b.val("absent", "data.val.absent")),
		b.col("rights", "data.col.rights").of(list),
		b.col("from", "data.col.from").of(day), b.col("to", "data.col.to").of(day),
	}}
	for _, c := range b.questions() {
		c.kind, c.meaning = list, b.withMeaning(c.meaning, "data.col.condition")
		t.columns = append(t.columns, c)
	}
	t.columns = append(t.columns, b.col("sources", "data.col.sources").of(list), b.col("reason_only", "data.col.reason_only").of(truth))
	for i := range q.Cards {
		c := &q.Cards[i]
		row := []string{c.ID, c.Effect.String(), joined(b.rightIDs(c.Rights)), c.From, c.To}
		row = append(row, b.conditions(c.When)...)
		t.rows = append(t.rows, append(row, joined(c.Sources), strconv.FormatBool(c.ReasonOnly)))
	}
	return t
}

// withMeaning puts a name before a meaning that many columns share.
func (b *builder) withMeaning(name source.Text, key string) source.Text {
	out, shared := source.Text{}, b.words(key)
	for _, l := range lang.All() {
		out[l] = name[l] + ": " + shared[l]
	}
	return out
}

func (b *builder) rightIDs(rights eligibility.Rights) []string {
	var out []string
	for r := range b.Questionnaire.Rights {
		if rights.Has(r) {
			out = append(out, b.Questionnaire.Rights[r].ID)
		}
	}
	return out
}

// conditions are the answers that a card is about, "" where any will do.
func (b *builder) conditions(when eligibility.Box) []string {
	var out []string
	for i, allowed := range when {
		names := []string{}
		q := &b.Questionnaire.Questions[i]
		for answer, name := range q.Answers {
			if allowed>>answer&1 == 1 {
				names = append(names, name)
			}
		}
		if len(names) == len(q.Answers) {
			names = nil
		}
		out = append(out, joined(names))
	}
	return out
}

// personas is personas.csv as the editors keep it.
func (b *builder) personas() *table {
	q := b.Questionnaire
	t := &table{name: "personas", title: b.words("data.file.personas"), columns: []column{
		b.col("name", "data.col.persona"), b.col("date", "data.col.persona_date").of(day),
	}}
	for _, c := range b.questions() {
		c.meaning, c.values = b.withMeaning(c.meaning, "data.col.persona_answer"), append(c.values, b.val("*", "data.val.any"))
		t.columns = append(t.columns, c)
	}
	for _, c := range b.rights() {
		c.kind, c.values = list, append(c.values, value{"depends", b.said("verdict.depends")})
		t.columns = append(t.columns, c)
	}
	for i := range q.Personas {
		p := &q.Personas[i]
		row := []string{p.Name, p.Day}
		for question, answer := range p.Answers {
			switch {
			case slices.Contains(p.Any, question):
				row = append(row, "*")
			case answer >= 0:
				row = append(row, q.Questions[question].Name(answer))
			default:
				row = append(row, "")
			}
		}
		t.rows = append(t.rows, append(row, p.Expect...))
	}
	return t
}

func (b *builder) sourceList() *table {
	t := &table{name: "sources", title: b.words("data.file.sources"), columns: slices.Concat(
		[]column{
			b.col("id", "data.col.ident"),
			b.col("kind", "data.col.source_kind").one(b.val("law", "kind.law"), b.val("official", "kind.official"), b.val("press", "kind.press")),
			b.col("seen", "data.col.seen").one(b.val("full", "seen.full"), b.val("excerpt", "seen.excerpt"), b.val("relayed", "seen.relayed")),
			b.col("dated", "data.col.dated"), b.col("checked_on", "data.col.checked").of(day),
			b.col("url", "data.col.url"), b.col("address", "data.col.address"),
			b.col("marked_by", "data.col.marked_by").one(b.countries()...),
			b.col("marked", "data.col.marked").one(b.val("listed", "data.val.listed"), b.val("maybe", "data.val.maybe")),
		},
		b.inEach("label", "data.col.label"), b.inEach("title", "data.col.title"), b.inEach("how", "data.col.how"),
		[]column{b.col("quote_lang", "data.col.quote_lang").one(b.languages()...), b.col("quote", "data.col.quote")},
	)}
	for _, s := range b.Sources.All() {
		row := []string{s.ID, string(s.Kind), string(s.Seen), s.Dated, s.CheckedOn}
		row = slices.Concat(append(row, addressCells(s)...), texts(s.Label), texts(s.Title), texts(s.How), quoteCells(s.Quote))
		t.rows = append(t.rows, row)
	}
	return t
}

// addressCells keep the address of a marked publisher out of the column of links,
// as the site does.
func addressCells(s *source.Source) []string {
	if s.Linkable() {
		return []string{s.URL, "", "", ""}
	}
	if s.Risk == nil {
		return []string{"", s.URL, "", ""}
	}
	marked := "maybe"
	if s.Risk.Listed {
		marked = "listed"
	}
	return []string{"", s.URL, s.Risk.Country, marked}
}

func (b *builder) languages() []value {
	var out []value
	for _, l := range lang.All() {
		out = append(out, value{string(l), source.Text{lang.RU: l.OwnName(), lang.BE: l.OwnName(), lang.EN: l.OwnName()}})
	}
	return out
}

func quoteCells(q *source.Quote) []string {
	if q == nil {
		return []string{"", ""}
	}
	return []string{string(q.Lang), q.Text}
}

func (b *builder) terms() *table {
	t := &table{name: "terms", title: b.words("data.file.terms"), columns: slices.Concat(
		[]column{b.col("id", "data.col.ident")}, b.inEach("term", "data.col.term"), b.inEach("note", "data.col.note"),
		[]column{b.col("also_ru", "data.col.also").of(list), b.col("also_be", "data.col.also").of(list), b.col("also_en", "data.col.also").of(list)},
		b.inEach("seen", "data.col.term_seen"),
	)}
	for _, term := range b.Records.Glossary {
		row := slices.Concat([]string{term.ID}, texts(term.Words), texts(term.Note),
			[]string{joined(term.Also[lang.RU]), joined(term.Also[lang.BE]), joined(term.Also[lang.EN])}, phrase(term.Seen))
		t.rows = append(t.rows, row)
	}
	return t
}

func phrase(p record.Phrase) []string {
	return []string{p.In(lang.RU), p.In(lang.BE), p.In(lang.EN)}
}

func (b *builder) placeList() *table {
	var kinds []value
	for _, k := range b.Places.Kinds() {
		kinds = append(kinds, value{k.ID, k.Title})
	}
	t := &table{name: "places", title: b.words("data.file.places"), columns: slices.Concat(
		[]column{
			b.col("id", "data.col.place_id"), b.col("country", "data.col.country").one(b.countries()...),
			b.col("kind", "data.col.place_kind").one(kinds...), b.col("parent", "data.col.parent"),
			b.col("centre", "data.col.centre").one(b.val("district", "data.val.district"), b.val("oblast", "data.val.oblast"), b.val("region", "data.val.region")),
			b.col("head", "data.col.head").one(b.val("listed", "data.val.head_listed"), b.val("abolished", "data.val.head_abolished"), b.val("capital", "data.val.head_capital")),
		},
		b.inEach("name", "data.col.place_name"),
		[]column{
			b.col("aliases", "data.col.aliases").of(list),
			b.col("confidence", "data.col.confidence").one(b.val("high", "data.val.high"), b.val("medium", "data.val.medium"), b.val("low", "data.val.low")),
			b.col("doubts", "data.col.doubts").of(list).one(b.val("council", "data.val.doubt_council"), b.val("name", "data.val.doubt_name"), b.val("choice", "data.val.doubt_choice")),
		},
		b.inEach("council", "data.col.council"),
		[]column{b.col("council_confirmed", "data.col.council_confirmed").of(truth)},
	)}
	for _, p := range b.Places.All() {
		t.rows = append(t.rows, b.placeRow(p))
	}
	return t
}

func (b *builder) placeRow(p *place.Place) []string {
	parent := ""
	if p.Parent != nil {
		parent = p.Parent.ID
	}
	var doubts []string
	for _, d := range p.Doubts {
		doubts = append(doubts, string(d))
	}
	council, confirmed := source.Text{}, ""
	for _, body := range b.Places.Bodies(p) {
		if body.Of == p {
			council, confirmed = body.Name, strconv.FormatBool(!body.Uncertain)
			break
		}
	}
	row := []string{p.ID, p.Country, p.Kind.ID, parent, string(p.Centre), string(p.Head)}
	return slices.Concat(row, texts(p.Names), []string{joined(p.Aliases), string(p.Confidence), joined(doubts)}, texts(council), []string{confirmed})
}
