package dataset

import (
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/source"
)

// A builder makes the tables of one site.
type builder struct{ *site.Site }

// words are an interface string in every language.
func (b *builder) words(key string) source.Text {
	out := source.Text{}
	for _, l := range lang.All() {
		out[l] = b.Catalog.In(l).T(key)
	}
	return out
}

// said is a text of the questionnaire in every language.
func (b *builder) said(key string) source.Text {
	out := source.Text{}
	for _, l := range lang.All() {
		out[l] = b.Questionnaire.Text(l, key, "")
	}
	return out
}

// col is a column of texts.
func (b *builder) col(name, key string) column {
	return column{name: name, kind: text, meaning: b.words(key)}
}

// of is the column with another kind of cells.
func (c column) of(k kind) column { c.kind = k; return c }

// one is the column with cells that hold one of a few values.
func (c column) one(values ...value) column { c.values = values; return c }

// inEach is a column for each language: name_ru, name_be, name_en.
func (b *builder) inEach(name, key string) []column {
	var out []column
	for _, l := range lang.All() {
		out = append(out, b.col(name+"_"+string(l), key))
	}
	return out
}

// texts are the cells of such columns.
func texts(t source.Text) []string {
	return []string{t[lang.RU], t[lang.BE], t[lang.EN]}
}

// val is a value with its meaning in the words of the interface.
func (b *builder) val(id, key string) value { return value{id, b.words(key)} }

func (b *builder) countries() []value {
	return []value{b.val("ru", "country.ru"), b.val("by", "country.by")}
}

func (b *builder) questions() []column {
	var out []column
	for i := range b.Questionnaire.Questions {
		q := &b.Questionnaire.Questions[i]
		c := column{name: q.ID, kind: text, meaning: b.said("q." + q.ID + ".short")}
		for _, a := range q.Answers {
			c.values = append(c.values, value{a, b.said("a." + q.ID + "." + a)})
		}
		out = append(out, c)
	}
	return out
}

func (b *builder) rights() []column {
	var out []column
	for _, r := range b.Questionnaire.Rights {
		out = append(out, column{name: r.ID, kind: text, meaning: b.said("right." + r.ID + ".name"), values: b.verdicts()})
	}
	return out
}

func (b *builder) verdicts() []value {
	var out []value
	for _, id := range []string{"yes", "no", "absent", "unclear"} {
		out = append(out, value{id, b.said("verdict." + id)})
	}
	return out
}
