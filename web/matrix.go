package web

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"localvote/templates"
	"localvote/web/eligibility"
)

// rightsMatrix judges a few people by the cards of today, right by right.
func (v *visit) rightsMatrix() templates.RightsMatrix {
	view := templates.RightsMatrix{L: v.l, ID: "matrix"}
	period, ok := v.q.Period(v.today)
	if !ok {
		return view
	}
	for r := range v.q.Rights {
		view.Rows = append(view.Rows, templates.MatrixRow{Right: v.text("right."+v.q.Rights[r].ID+".name", "")})
	}
	for _, p := range v.site.Records.People {
		a, _ := v.q.Parse(p.Answers)
		person := templates.MatrixPerson{Who: p.Who[v.lang], Href: v.href("/result/" + v.q.Code(a))}
		sets := v.q.Verdicts(period, v.q.Assume(a))
		for r, set := range sets {
			view.Rows[r].Marks = append(view.Rows[r].Marks, v.plainMark(set.String()))
		}
		for _, word := range verdictOrder {
			if g := v.matrixGroup(sets, word); len(g.Rights) > 0 {
				person.Groups = append(person.Groups, g)
			}
		}
		view.People = append(view.People, person)
	}
	for _, row := range view.Rows {
		view.Key = append(view.Key, row.Marks...)
	}
	view.Key = inOrder(view.Key)
	return view
}

// verdictOrder is the order in which verdicts are listed.
var verdictOrder = []string{"yes", "no", "absent", "unclear", "depends"}

// inOrder names each verdict once, in the order of listing.
func inOrder(marks []templates.Mark) []templates.Mark {
	var out []templates.Mark
	for _, word := range verdictOrder {
		same := func(m templates.Mark) bool { return string(m.Verdict) == word }
		if i := slices.IndexFunc(marks, same); i >= 0 {
			out = append(out, marks[i])
		}
	}
	return out
}

// plainMark is a verdict in short words that are right in both countries.
func (v *visit) plainMark(verdict string) templates.Mark {
	return templates.Mark{Verdict: templates.Verdict(verdict), Word: v.text("verdict."+verdict+".short", "")}
}

func (v *visit) matrixGroup(sets []eligibility.Set, verdict string) templates.MatrixGroup {
	g := templates.MatrixGroup{Mark: v.plainMark(verdict)}
	for r, set := range sets {
		if set.String() == verdict {
			g.Rights = append(g.Rights, small(v.text("right."+v.q.Rights[r].ID+".name", "")))
		}
	}
	return g
}

// small begins a name in small letters, inside a line.
func small(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}
