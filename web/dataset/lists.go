package dataset

import (
	"slices"
	"strconv"

	"localvote/web/record"
)

// date is a date as far as it is known: a day, a month or a year.
func (b *builder) date(d record.Date) string {
	if d.Day != "" || d.Fact == "" {
		return d.Day
	}
	date, _ := b.Book.Date(d.Fact)
	return date
}

func (b *builder) timeline() *table {
	t := &table{name: "timeline", title: b.words("data.file.timeline"), columns: slices.Concat(
		[]column{
			b.col("id", "data.col.ident"), b.col("date", "data.col.date"),
			b.col("stage", "data.col.stage").one(
				b.val("background", "stage.background"), b.val("proposed", "stage.proposed"), b.val("signed", "stage.signed"), b.val("ratified", "stage.ratified"),
				b.val("in_force", "stage.in_force"), b.val("published", "stage.published"), b.val("explained", "stage.explained"), b.val("planned", "stage.planned")),
			b.col("country", "data.col.country").one(append(b.countries(), b.val("both", "country.both"))...),
			b.col("instrument", "data.col.instrument").one(b.val("protocol", "data.val.protocol"), b.val("protection", "data.val.protection"), b.val("other", "data.val.another")),
			b.col("key", "data.col.key").of(truth),
		},
		b.inEach("title", "data.col.event"), b.inEach("note", "data.col.note"),
		[]column{b.col("sources", "data.col.sources").of(list)},
	)}
	date := func(fact string) string { d, _ := b.Book.Date(fact); return d }
	for _, e := range b.Records.Timeline.Sorted(date) {
		row := []string{e.ID, date(e.Fact), e.Stage, e.Country, e.Instrument, strconv.FormatBool(e.Key)}
		t.rows = append(t.rows, slices.Concat(row, texts(e.Title), texts(e.Note), []string{joined(e.Sources)}))
	}
	return t
}

func (b *builder) claims() *table {
	t := &table{name: "claims", title: b.words("data.file.claims"), columns: slices.Concat(
		[]column{
			b.col("id", "data.col.ident"),
			b.col("verdict", "data.col.claim_verdict").one(
				b.val("true", "press.true"), b.val("incomplete", "press.incomplete"), b.val("misleading", "press.misleading"), b.val("false", "press.false"),
				b.val("outdated", "press.outdated"), b.val("opinion", "press.opinion"), b.val("unverifiable", "press.unverifiable")),
		},
		b.inEach("claim", "data.col.claim"), b.inEach("why", "data.col.why"),
		[]column{b.col("articles", "data.col.claim_by").of(list), b.col("others", "data.col.others").of(truth)},
		b.inEach("where", "data.col.where"),
		[]column{b.col("sources", "data.col.sources").of(list), b.col("page", "data.col.page")},
	)}
	for _, c := range b.Records.Claims.Claims {
		t.rows = append(t.rows, slices.Concat([]string{c.ID, c.Verdict}, texts(c.Claim), texts(c.Why),
			[]string{joined(c.By), strconv.FormatBool(c.Other)}, texts(c.Where), []string{joined(c.Sources), c.Page}))
	}
	return t
}

func (b *builder) articles() *table {
	t := &table{name: "articles", title: b.words("data.file.articles"), columns: slices.Concat(
		[]column{b.col("id", "data.col.ident"), b.col("title_lang", "data.col.quote_lang").one(b.languages()...), b.col("title", "data.col.article_title")},
		b.inEach("about", "data.col.about"), b.inEach("publisher", "data.col.publisher"), b.inEach("dated", "data.col.article_dated"),
		[]column{b.col("source", "data.col.source")},
	)}
	for _, a := range b.Records.Claims.Articles {
		t.rows = append(t.rows, slices.Concat([]string{a.ID}, quoteCells(a.Title), texts(a.About), phrase(a.Publisher), phrase(a.Dated), []string{a.Source}))
	}
	return t
}

func (b *builder) numbers() *table {
	t := &table{name: "numbers", title: b.words("data.file.numbers"), columns: slices.Concat(
		[]column{b.col("id", "data.col.ident"), b.col("group", "data.col.group")},
		b.inEach("what", "data.col.what"),
		[]column{b.col("number", "data.col.number"), b.col("about", "data.col.approx").of(truth), b.col("more_than", "data.col.more_than").of(truth)},
		b.inEach("value", "data.col.value"),
		[]column{b.col("as_of", "data.col.as_of")},
		b.inEach("note", "data.col.note"),
		[]column{b.col("sources", "data.col.sources").of(list)},
	)}
	for _, g := range b.Records.Numbers {
		for _, n := range g.Rows {
			t.rows = append(t.rows, slices.Concat([]string{n.ID, g.ID}, texts(n.What),
				[]string{n.Number, strconv.FormatBool(n.About), strconv.FormatBool(n.MoreThan)}, texts(n.Text), []string{b.date(n.AsOf)}, texts(n.Note), []string{joined(n.Sources)}))
		}
	}
	return t
}
