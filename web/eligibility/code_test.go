package eligibility

import (
	"errors"
	"math/rand"
	"slices"
	"strings"
	"testing"
)

// eachAsked calls f with every state that a code can hold.
func (q *Questionnaire) eachAsked(f func(a Answers)) {
	a := q.NoAnswers()
	var fill func(i int)
	fill = func(i int) {
		if i == len(a) {
			f(a)
			return
		}
		fill(i + 1)
		if !q.Questions[i].Asked {
			return
		}
		for answer := range q.Questions[i].Answers {
			a[i] = Answer(answer)
			fill(i + 1)
		}
		a[i] = DontKnow
		fill(i + 1)
		a[i] = NotAsked
	}
	fill(0)
}

func TestEveryStateHasItsOwnCode(t *testing.T) {
	q := realQuestionnaire(t)
	seen, length := map[string]bool{}, len(q.Code(q.NoAnswers()))
	q.eachAsked(func(a Answers) {
		code := q.Code(a)
		if seen[code] || len(code) != length || !strings.HasPrefix(code, "1-") {
			t.Fatalf("%s has the code %s, which is taken or of another form", q.Format(a), code)
		}
		seen[code] = true
		back, err := q.Decode(code)
		if err != nil || !slices.Equal(back, a) {
			t.Fatalf("%s: %s is read as %s, %v", q.Format(a), code, q.Format(back), err)
		}
	})
	if len(seen) != q.states() || len(seen) != 38_400 {
		t.Errorf("%d codes for %d states", len(seen), q.states())
	}
}

func TestCodesHoldNoSensitiveAnswer(t *testing.T) {
	q, rng := realQuestionnaire(t), rand.New(rand.NewSource(4))
	for range 1000 {
		a := q.randomAnswers(rng, 0.7)
		public := slices.Clone(a)
		for i := range public {
			if q.Questions[i].Sensitive {
				public[i] = NotAsked
			}
		}
		back, err := q.Decode(q.Code(a))
		if err != nil || q.Code(a) != q.Code(public) || !slices.Equal(back, public) {
			t.Fatalf("%s: the code %s is read as %s, %v", q.Format(a), q.Code(a), q.Format(back), err)
		}
	}
}

func TestDamagedCodesAreRefused(t *testing.T) {
	q, rng := realQuestionnaire(t), rand.New(rand.NewSource(5))
	var tried, refused [2]int
	try := func(kind int, code string) {
		tried[kind]++
		if _, err := q.Decode(code); errors.Is(err, ErrBadCode) {
			refused[kind]++
		}
	}
	for range 300 {
		code := []byte(q.Code(q.randomAnswers(rng, 0.7)))
		for i := strings.IndexByte(string(code), '-') + 1; i < len(code); i++ {
			for _, letter := range []byte(alphabet) {
				if letter != code[i] {
					damaged := slices.Clone(code)
					damaged[i] = letter
					try(0, string(damaged))
				}
			}
			for j := i + 1; j < len(code); j++ {
				if code[i] != code[j] {
					damaged := slices.Clone(code)
					damaged[i], damaged[j] = code[j], code[i]
					try(1, string(damaged))
				}
			}
		}
	}
	for kind, name := range []string{"one wrong letter", "two letters exchanged"} {
		share := float64(refused[kind]) / float64(tried[kind])
		t.Logf("%s: %d of %d refused, %.2f %%", name, refused[kind], tried[kind], 100*share)
		if share < 0.93 {
			t.Errorf("%s: only %.2f %% are refused", name, 100*share)
		}
	}
}

func TestCodesForgiveSpelling(t *testing.T) {
	q, rng := realQuestionnaire(t), rand.New(rand.NewSource(6))
	for range 500 {
		want := q.Code(q.randomAnswers(rng, 0.6))
		layout, letters, _ := strings.Cut(want, "-")
		for _, spelling := range []string{
			strings.ToLower(want),
			strings.ReplaceAll(want, "0", "O"),
			strings.ReplaceAll(want, "0", "o"),
			layout + "-" + strings.ReplaceAll(letters, "1", "I"),
			layout + "-" + strings.ReplaceAll(letters, "1", "l"),
			layout + "-" + letters[:2] + "-" + letters[2:],
			want + "-",
		} {
			a, err := q.Decode(spelling)
			if err != nil || q.Code(a) != want {
				t.Fatalf("%s, meant %s: %s, %v", spelling, want, q.Format(a), err)
			}
		}
	}
}

func TestJunkIsNoCode(t *testing.T) {
	q := realQuestionnaire(t)
	good := q.Code(q.NoAnswers())
	for _, junk := range []string{
		"", "-", "1", "1-", "-0000", "1-000", "1-00000", "1--", "0-0000", "2-0000", "x-0000", "99999999999999999999-0000",
		"1 0000", " " + good, good + " ", good + "\x00", "1-U000", "1-00!0", "1-ZZZZ", "1-äöü", "1-ЖЖ", "1-0000\n", "١-0000",
		"1-" + strings.Repeat("0", 40), strings.Repeat("1-0000", 1000), "1-\xff\xff\xff\xff", "%31-0000", "../../etc/passwd", "1-0.00",
	} {
		if a, err := q.Decode(junk); !errors.Is(err, ErrBadCode) {
			t.Errorf("%q is read as %q, %v", junk, q.Format(a), err)
		}
	}
}

// migrated is a questionnaire whose first layout had other questions: the
// residence "none" was called "stay", the question "country" "land", "temporary"
// stood for two answers, and a question "mood" has gone.
func migrated(t *testing.T, migrations string) *Questionnaire {
	t.Helper()
	d := smallDraft()
	d.write("questions.yaml", strings.Replace(d.text("questions.yaml"), "layout: 1", "layout: 2", 1))
	d.write("layouts.yaml", `layouts:
  - number: 1
    questions:
      mood: [good, bad]
      land: [ru, by]
      residence: [permanent, paper, stay]
  - number: 2
    questions:
      country: [ru, by]
      residence: [permanent, temporary, none]
`)
	d.write("migrations.yaml", migrations)
	q, list := d.load()
	if list.Errors() > 0 {
		t.Fatal(list)
	}
	return q
}

const allMigrations = `migrations:
  - {layout: 2, question: land, rename_to: country}
  - {layout: 2, question: residence, rename: {stay: none}}
  - {layout: 2, question: residence, split: {paper: [temporary, none]}}
  - {layout: 2, question: mood, drop: true}
`

// oldCode is the code of answers in an old layout, by digits: 0 not asked,
// 1… the answers, then "I do not know".
func oldCode(q *Questionnaire, l layout, digits ...int) string {
	n := 0
	for i, digit := range digits {
		n = n*(len(l.questions[i].answers)+2) + digit
	}
	letters, factor := l.letters()
	n *= factor
	text := make([]byte, letters)
	for i := range text {
		text[letters-1-i] = alphabet[n%32]
		n /= 32
	}
	return "1-" + string(text)
}

func TestOldCodesKeepTheirMeaning(t *testing.T) {
	q := migrated(t, allMigrations)
	for _, c := range []struct {
		digits []int // mood, land, residence
		want   string
	}{
		{[]int{0, 0, 0}, ""},
		{[]int{1, 1, 1}, "country=ru residence=permanent"},
		{[]int{2, 2, 3}, "country=by residence=none"},
		{[]int{3, 1, 2}, "country=ru residence=unknown"},
		{[]int{0, 2, 4}, "country=by residence=unknown"},
		{[]int{0, 0, 3}, "residence=none"},
	} {
		a, err := q.Decode(oldCode(q, q.layouts[1], c.digits...))
		if err != nil || q.Format(a) != c.want {
			t.Errorf("%v is read as %q, %v, want %q", c.digits, q.Format(a), err, c.want)
		}
	}
	if code := q.Code(q.NoAnswers()); !strings.HasPrefix(code, "2-") {
		t.Errorf("today's code is %s", code)
	}
}

func TestEveryOldCodeIsRead(t *testing.T) {
	q := migrated(t, allMigrations)
	n := 0
	for mood := range 4 {
		for land := range 4 {
			for residence := range 5 {
				a, err := q.Decode(oldCode(q, q.layouts[1], mood, land, residence))
				if err != nil {
					t.Fatal(err)
				}
				back, err := q.Decode(q.Code(a))
				if err != nil || !slices.Equal(a, back) {
					t.Fatalf("%s has no code of today: %v", q.Format(a), err)
				}
				n++
			}
		}
	}
	if n != q.layouts[1].states() {
		t.Errorf("%d codes of %d", n, q.layouts[1].states())
	}
}

func TestForgottenMigrationsAreReported(t *testing.T) {
	for line, want := range map[string]string{
		"rename_to": `question "land" of layout 1`,
		"rename:":   `answer "stay" to "residence" of layout 1`,
		"split":     `answer "paper" to "residence" of layout 1`,
		"drop":      `question "mood" of layout 1`,
	} {
		lines := slices.DeleteFunc(strings.SplitAfter(allMigrations, "\n"), func(s string) bool { return strings.Contains(s, line) })
		d := smallDraft()
		d.write("questions.yaml", strings.Replace(d.text("questions.yaml"), "layout: 1", "layout: 2", 1))
		d.write("layouts.yaml", "layouts:\n"+`  - {number: 1, questions: {mood: [good, bad], land: [ru, by], residence: [permanent, paper, stay]}}
  - {number: 2, questions: {country: [ru, by], residence: [permanent, temporary, none]}}
`)
		d.write("migrations.yaml", strings.Join(lines, ""))
		_, list := d.load()
		if len(list) != 1 || list[0].Code != "E019" || !strings.Contains(list[0].Words.String(), want) || list[0].Pos.String() != dir+"/layouts.yaml:2:5" {
			t.Errorf("without %s: %v", line, list)
		}
	}
}
