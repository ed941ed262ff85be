package eligibility

import (
	"slices"
	"time"
)

// An EditKind is one way to change one cell of one rule card.
type EditKind string

// The kinds of edit. Together they are what a slip of one word can do to a card:
//
//   - in `when`: one answer more, one answer fewer, a condition left out, a
//     condition on a question that the card does not mention. Such a condition
//     comes in two forms: with one answer only, which is how people write it, and
//     with all answers but one, which changes the least and is hardest to notice.
//   - the effect, turned into each of the other four;
//   - one right more, one right fewer;
//   - `from` and `to`: a day earlier, a day later, left out, or written where the
//     card has none, with the days on which other cards begin or end;
//   - the whole card deleted.
//
// What the reader of the files refuses at once (an empty list, a period that ends
// before it begins) is no edit, and two ways to the same card are one edit.
const (
	ConditionDropped EditKind = "drop_condition"
	AnswerAdded      EditKind = "add_answer"
	AnswerRemoved    EditKind = "remove_answer"
	ConditionAdded   EditKind = "add_condition"
	EffectChanged    EditKind = "change_effect"
	RightAdded       EditKind = "add_right"
	RightRemoved     EditKind = "remove_right"
	FromMoved        EditKind = "move_from"
	FromDropped      EditKind = "drop_from"
	FromAdded        EditKind = "add_from"
	ToMoved          EditKind = "move_to"
	ToDropped        EditKind = "drop_to"
	ToAdded          EditKind = "add_to"
	CardDeleted      EditKind = "delete_card"
)

// EditKinds lists every kind in the order of showing.
func EditKinds() []EditKind {
	return []EditKind{
		ConditionDropped, AnswerAdded, AnswerRemoved, ConditionAdded, EffectChanged, RightAdded, RightRemoved,
		FromMoved, FromDropped, FromAdded, ToMoved, ToDropped, ToAdded, CardDeleted,
	}
}

// An Edit is one change of one cell of a card that somebody could make by mistake,
// and who would notice it.
type Edit struct {
	Card     int
	Kind     EditKind
	Question int    // of a condition
	Right    int    // added or removed
	After    Card   // the card with the edit; as it was if it is deleted
	Noticed  string // code of the first check that notices it, "" for nobody
	Count    int    // situations in which a verdict changes on some day; 0: in none
	changed  []changedOn
}

// A changedOn says which verdicts an edit changes from a day on, by right.
type changedOn struct {
	day    string
	rights []bitset
}

// edits lists every edit of every card.
func (q *Questionnaire) edits() []*Edit {
	var out []*Edit
	for c := range q.Cards {
		m := &mutator{q: q, card: c, seen: []Card{q.Cards[c]}}
		m.conditions()
		m.effects()
		m.rights()
		m.days()
		out = append(out, m.out...)
		out = append(out, &Edit{Card: c, Kind: CardDeleted, After: q.Cards[c]})
	}
	return out
}

// A mutator makes the edits of one card.
type mutator struct {
	q    *Questionnaire
	card int
	seen []Card
	out  []*Edit
}

// try adds an edit unless it leads to a card that was seen before.
func (m *mutator) try(e Edit, change func(*Card)) {
	e.Card, e.After = m.card, m.q.Cards[m.card]
	e.After.When = slices.Clone(e.After.When)
	change(&e.After)
	if slices.ContainsFunc(m.seen, func(c Card) bool { return sameLaw(&c, &e.After) }) {
		return
	}
	m.seen = append(m.seen, e.After)
	m.out = append(m.out, &e)
}

func sameLaw(a, b *Card) bool {
	return a.Effect == b.Effect && a.Rights == b.Rights && a.From == b.From && a.To == b.To && slices.Equal(a.When, b.When)
}

// conditions edits `when`. The country is no condition: it is that of the file.
func (m *mutator) conditions() {
	country, _ := m.q.Question("country")
	everywhere, when := m.q.everywhere(), m.q.Cards[m.card].When
	for i := range m.q.Questions {
		if i == country {
			continue
		}
		to := func(kind EditKind, mask uint32) {
			m.try(Edit{Kind: kind, Question: i}, func(c *Card) { c.When[i] = mask })
		}
		if when[i] != everywhere[i] {
			to(ConditionDropped, everywhere[i])
			for a := range m.q.Questions[i].Answers {
				switch bit := uint32(1) << a; {
				case when[i]&bit == 0:
					to(AnswerAdded, when[i]|bit)
				case when[i] != bit:
					to(AnswerRemoved, when[i]&^bit)
				}
			}
			continue
		}
		for a := range m.q.Questions[i].Answers {
			to(ConditionAdded, everywhere[i]&^(1<<a))
			to(ConditionAdded, 1<<a)
		}
	}
}

func (m *mutator) effects() {
	for e := range effectNames {
		m.try(Edit{Kind: EffectChanged}, func(c *Card) { c.Effect = Effect(e) })
	}
}

func (m *mutator) rights() {
	has := m.q.Cards[m.card].Rights
	for r := range m.q.Rights {
		switch {
		case !has.Has(r):
			m.try(Edit{Kind: RightAdded, Right: r}, func(c *Card) { c.Rights |= 1 << r })
		case has != 1<<r:
			m.try(Edit{Kind: RightRemoved, Right: r}, func(c *Card) { c.Rights &^= 1 << r })
		}
	}
}

// days edits the period in which the card holds.
func (m *mutator) days() {
	card := &m.q.Cards[m.card]
	from := func(kind EditKind, day string) {
		if day == "" || card.To == "" || day < card.To {
			m.try(Edit{Kind: kind}, func(c *Card) { c.From = day })
		}
	}
	to := func(kind EditKind, day string) {
		if day == "" || card.From == "" || card.From < day {
			m.try(Edit{Kind: kind}, func(c *Card) { c.To = day })
		}
	}
	m.oneEnd(card.From, from, FromMoved, FromDropped, FromAdded)
	m.oneEnd(card.To, to, ToMoved, ToDropped, ToAdded)
}

func (m *mutator) oneEnd(day string, to func(EditKind, string), moved, dropped, added EditKind) {
	if day == "" {
		for _, border := range m.q.Periods[1:] {
			to(added, border)
		}
		return
	}
	to(moved, dayAfter(day, -1))
	to(moved, dayAfter(day, 1))
	to(dropped, "")
}

// dayAfter is the day so many days later.
func dayAfter(day string, days int) string {
	t, _ := time.Parse(time.DateOnly, day) // the reader of the files has checked it
	return t.AddDate(0, 0, days).Format(time.DateOnly)
}

// with gives the cards as they are after an edit.
func (e *Edit) with(cards []Card) []Card {
	out := slices.Clone(cards)
	if e.Kind == CardDeleted {
		return slices.Delete(out, e.Card, e.Card+1)
	}
	out[e.Card] = e.After
	return out
}
