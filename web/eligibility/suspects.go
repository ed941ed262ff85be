package eligibility

import (
	"strings"

	"localvote/web/message"
	"localvote/web/problem"
)

// mostSuspects is how many changed cards a hint names.
const mostSuspects = 4

// addSuspects says beside a broken proof which cards have changed since the last
// release. The proof breaks where two countries, days or people are compared; the
// slip was made in a card, and there an editor should look.
func (ld *loader) addSuspects(list problem.List) {
	if list.Errors() == 0 || !HasRelease(ld.fsys, ld.dir) {
		return
	}
	release, _ := LoadRelease(ld.fsys, ld.dir)
	if release == nil {
		return // what is wrong with it is told elsewhere
	}
	suspects := ld.changedSince(release)
	if len(suspects) == 0 {
		return
	}
	more := message.New("since the last release these cards have changed: %s", suspects[:min(len(suspects), mostSuspects)])
	for i := range list {
		p := &list[i]
		proof := strings.HasPrefix(p.Code, "C") && p.Code != "C11" || p.Code == "P01" || p.Code == "P02"
		if p.Severity == problem.Error && proof {
			p.Hint = message.New("%s; %s", p.Hint, more)
		}
	}
}

// changedSince names the cards that are new, gone or mean something else, with the
// place where each stands or stood.
func (ld *loader) changedSince(release *Release) []message.Message {
	before, now := map[string]*Card{}, map[string]*Card{}
	for i := range release.Cards {
		before[release.Cards[i].ID] = &release.Cards[i]
	}
	var out []message.Message
	for i := range ld.q.Cards {
		c := &ld.q.Cards[i]
		now[c.ID] = c
		if was := before[c.ID]; was == nil || release.meaning(was) != ld.q.meaning(c) {
			out = append(out, message.New("%s (%s)", c.ID, c.Pos))
		}
	}
	for i := range release.Cards {
		if c := &release.Cards[i]; now[c.ID] == nil {
			file := strings.Replace(c.Pos.File, "/"+releasedDir+"/", "/", 1)
			out = append(out, message.New("%s (gone from %s)", c.ID, file))
		}
	}
	return out
}

// ChangedCards lists the cards that mean something else than in a release, or are
// new.
func (q *Questionnaire) ChangedCards(release *Release) []string {
	before := map[string]string{}
	release.EachCard(func(id, meaning string) { before[id] = meaning })
	var out []string
	q.EachCard(func(id, meaning string) {
		if before[id] != meaning {
			out = append(out, id)
		}
	})
	return out
}
