package eligibility

// Contrast is an example of a declared difference: the verdicts of a person and
// of the mirror person for one right, in the first situation of the box in which
// they differ and in which nothing sensitive is in the way.
func (q *Questionnaire) Contrast(period int, d *Difference, right int) (here, there Verdict, found bool) {
	country, _ := q.Question("country")
	q.eachIn(d.When, func(s int) {
		if found || q.digits[s][country] != 0 || !q.plain(s, d.When) {
			return
		}
		a, b := q.verdicts[period][s].at(right), q.verdicts[period][q.mirrorOf(s)].at(right)
		if a != b {
			here, there, found = a, b, true
		}
	})
	return here, there, found
}

// Turn is an example of a declared change: the verdicts for one right on the day
// before and on the day itself.
func (q *Questionnaire) Turn(c *Change, right int) (from, to Verdict, found bool) {
	p, ok := q.Period(c.On)
	if !ok || p == 0 || !c.Rights.Has(right) {
		return 0, 0, false
	}
	q.eachIn(c.When, func(s int) {
		a, b := q.verdicts[p-1][s].at(right), q.verdicts[p][s].at(right)
		if !found && a != b && q.plain(s, c.When) {
			from, to, found = a, b, true
		}
	})
	return from, to, found
}

// plain tells whether the questions that are never asked have their neutral
// answer in a situation, unless the box itself is about them, and whether the
// person is of age: an example should show the matter, not an obstacle.
func (q *Questionnaire) plain(s int, b Box) bool {
	for i := range q.Questions {
		question := &q.Questions[i]
		everything := uint32(1)<<len(question.Answers) - 1
		if !question.Asked && b[i] == everything && int(q.digits[s][i]) != question.Neutral {
			return false
		}
		if question.Change == Time && question.Asked && len(question.Ladder) > 0 && int(q.digits[s][i]) != question.Ladder[len(question.Ladder)-1] {
			return false
		}
	}
	return true
}
