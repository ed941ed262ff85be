package eligibility

import (
	"maps"
	"math/rand/v2"
	"slices"

	"localvote/web/problem"
)

// sampledCodes is how many whole codes of each layout are decoded, beside one for
// every answer to every question.
const sampledCodes = 2000

// oldCodes checks that links which readers saved keep their meaning (C12): every
// list of questions that was released stands as it stood, and every code that
// could be made by it still says the same, by the names of today.
//
// A code is a number in mixed radix, one digit for each question, so that codes
// with one answer prove all of them; whole codes are decoded as well, because
// what is proven may not be what is built.
func (k *keeper) oldCodes() {
	for _, number := range slices.Sorted(maps.Keys(k.release.written)) {
		was := k.release.written[number]
		is, ok := k.now.written[number]
		switch {
		case !ok:
			k.Errorf(problem.Pos{File: k.path("layouts.yaml")}, "C12", "layout %d was released and is gone", number).Hint("links that people saved are read by it: take it from released/layouts.yaml")
		case !sameLayout(is, was):
			k.Errorf(is.pos, "C12", "layout %d is not what was released", number).Hint("links that people saved are read by it: take it from released/layouts.yaml, and add a new layout for new questions")
		default:
			k.layout(k.release.layouts[number])
		}
	}
}

// layout proves the codes of one layout, which has the names of the release.
func (k *keeper) layout(l layout) {
	random := rand.New(rand.NewPCG(uint64(l.number), sampledCodes))
	readings := k.readings(l)
	digits := make([]int, len(l.questions))
	for i := range readings {
		for digit := range readings[i] {
			clear(digits)
			digits[i] = digit
			if !k.reads(l, readings, digits) {
				return
			}
		}
	}
	for range sampledCodes {
		for i := range digits {
			digits[i] = random.IntN(len(readings[i]))
		}
		if !k.reads(l, readings, digits) {
			return
		}
	}
}

// A reading is what a digit of an old code means today: an answer to a question,
// or nothing.
type reading struct {
	question int // -1 for a question that was dropped
	answer   Answer
}

// readings says for every question and every digit of a layout what it must mean:
// what it meant at the release, by the migrations that came since.
func (k *keeper) readings(l layout) [][]reading {
	today := layout{number: k.release.Layout, questions: l.questions}
	for _, m := range k.now.migrations {
		today = m.apply(today)
	}
	out := make([][]reading, len(l.questions))
	for i, q := range today.questions {
		out[i] = make([]reading, len(q.answers)+2)
		question, known := k.now.Question(q.id)
		for digit := range out[i] {
			r := reading{-1, NotAsked}
			if known && digit > 0 {
				r = reading{question, DontKnow}
				if digit <= len(q.answers) {
					if a := slices.Index(k.now.Questions[question].Answers, q.answers[digit-1]); a >= 0 {
						r.answer = Answer(a)
					}
				}
			}
			out[i][digit] = r
		}
	}
	return out
}

// reads decodes one code and compares every answer.
func (k *keeper) reads(l layout, readings [][]reading, digits []int) bool {
	state, want := 0, k.now.NoAnswers()
	for i, digit := range digits {
		state = state*len(readings[i]) + digit
		if r := readings[i][digit]; r.question >= 0 {
			want[r.question] = r.answer
		}
	}
	code := l.code(state)
	got, err := k.now.Decode(code)
	if err == nil && slices.Equal(got, want) {
		return true
	}
	k.Errorf(problem.Pos{File: k.path("migrations.yaml")}, "C12", "the code %s of layout %d meant %q at the last release and now means %q",
		code, l.number, k.now.Format(want), k.now.Format(got)).Hint("saved links must keep their meaning: take the migrations back from released/migrations.yaml, and add new ones with a new layout")
	return false
}
