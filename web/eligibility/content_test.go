package eligibility

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"localvote/web/lang"
	"localvote/web/problem"
)

// dir is the folder of the questionnaire in every file system of these tests.
const dir = "eligibility"

// A draft is the files of a questionnaire in memory, to be edited and loaded.
type draft struct {
	files   fstest.MapFS
	sources []string
	pending bool // other people are still writing texts or sources
}

func (d draft) load() (*Questionnaire, problem.List) { return Load(d.files, dir, d.sources) }

// copy is a draft whose files can be replaced without touching the original.
func (d draft) copy() draft {
	d.files = maps.Clone(d.files)
	return d
}

func (d draft) text(name string) string { return string(d.files[path.Join(dir, name)].Data) }

func (d draft) write(name, text string) {
	d.files[path.Join(dir, name)] = &fstest.MapFile{Data: []byte(text)}
}

// plainTexts writes a text of one word for every key, so that tests of the
// engine do not depend on the words of the real content.
func (d draft) plainTexts() {
	q, _ := d.load()
	word := map[lang.Lang]string{lang.RU: "слово", lang.BE: "слова", lang.EN: "word"}
	for _, l := range lang.All() {
		delete(d.files, path.Join(dir, "texts/"+string(l)+".easy.yaml"))
		name := "texts/" + string(l) + ".yaml"
		var b strings.Builder
		for _, key := range slices.Compact(slices.Sorted(slices.Values(q.requiredTexts()))) {
			fmt.Fprintf(&b, "%s: %s\n", key, word[l])
		}
		d.write(name, b.String())
	}
}

var (
	idLine   = regexp.MustCompile(`(?m)^\s*- id: (\S+)`)
	citeList = regexp.MustCompile(`(?m)^\s+sources: \[(.*)\]`)
)

// readContent copies the real content into memory. Sources that are cited but not
// yet written are made up, and the draft says that it is pending.
var readContent = sync.OnceValues(func() (draft, error) {
	d := draft{files: fstest.MapFS{}}
	content := os.DirFS("../../content")
	err := fs.WalkDir(content, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content, name)
		switch {
		case err != nil:
			return err
		case strings.HasPrefix(name, "sources/"):
			for _, m := range idLine.FindAllSubmatch(data, -1) {
				d.sources = append(d.sources, string(m[1]))
			}
		case strings.HasPrefix(name, dir+"/"):
			d.files[name] = &fstest.MapFile{Data: data}
		}
		return nil
	})
	for _, f := range d.files {
		for _, m := range citeList.FindAllSubmatch(f.Data, -1) {
			for _, id := range strings.Split(string(m[1]), ", ") {
				if !slices.Contains(d.sources, id) {
					d.sources, d.pending = append(d.sources, id), true
				}
			}
		}
	}
	return d, err
})

// realDraft is a copy of the real content, with its own texts.
func realDraft(tb testing.TB) draft {
	tb.Helper()
	d, err := readContent()
	if err != nil {
		tb.Fatal(err)
	}
	return d.copy()
}

// plainDraft is a copy of the real content, with plain texts.
func plainDraft(tb testing.TB) draft {
	tb.Helper()
	d := realDraft(tb)
	d.plainTexts()
	return d
}

var loadContent = sync.OnceValues(func() (*Questionnaire, problem.List) {
	d, err := readContent()
	if err != nil {
		return nil, nil // realQuestionnaire reports it
	}
	d = d.copy()
	d.plainTexts()
	return d.load()
})

// realQuestionnaire is the real content with plain texts, loaded once.
func realQuestionnaire(tb testing.TB) *Questionnaire {
	tb.Helper()
	realDraft(tb)
	q, list := loadContent()
	if list.Errors() > 0 {
		tb.Fatal(list.Sort())
	}
	return q
}

func TestRealContentHasNoProblem(t *testing.T) {
	d := realDraft(t)
	for _, l := range lang.All() {
		name := "texts/" + string(l) + ".yaml"
		if _, there := d.files[path.Join(dir, name)]; !there {
			d.write(name, "{}\n")
			d.pending = true
		}
	}
	q, list := d.load()
	for _, p := range list.Sort() {
		if !d.pending || p.Code != "C11" {
			t.Error(p)
		}
	}
	if t.Failed() {
		return
	}
	t.Logf("%d cards, %d differences, %d steps, %d personas, %d situations, periods %v, pending: %v",
		len(q.Cards), len(q.Differences), len(q.Steps), len(q.Personas), q.situations, q.Periods, d.pending)
}

func TestEveryEditOrRenamingMakesAnotherHash(t *testing.T) {
	d := plainDraft(t)
	q := realQuestionnaire(t)
	seen := map[string]string{q.Hash: "the original"}
	for name, f := range d.files {
		edited := d.copy()
		edited.files[name] = &fstest.MapFile{Data: append(slices.Clone(f.Data), '\n')}
		if first, _, _ := strings.Cut(strings.TrimPrefix(name, dir+"/"), "/"); IsHistory(first) {
			if hashFiles(edited.files, dir) != q.Hash {
				t.Errorf("an edit of %s makes another edition, but is none of the rules", name)
			}
			continue
		}
		h := hashFiles(edited.files, dir)
		if seen[h] != "" || len(h) != 64 {
			t.Errorf("an edit of %s makes the same hash as %s", name, seen[h])
		}
		seen[h] = name
		delete(edited.files, name)
		edited.files[name+"x"] = f
		if h := hashFiles(edited.files, dir); seen[h] != "" {
			t.Errorf("another name for %s makes the same hash as %s", name, seen[h])
		}
	}
}

// smallFiles is a whole questionnaire, small enough to read at a glance: two
// countries that differ in one declared point, a ladder, a hidden question and a
// change of law.
var smallFiles = map[string]string{
	"questions.yaml": `layout: 1
longest_walk: 2
questions:
  - id: country
    answers: [ru, by]
    change: choice
    mirror: {ru: by, by: ru}
  - id: residence
    answers: [permanent, temporary, none]
    dont_know: true
    change: action
    ladder: [none, temporary, permanent]
  - id: custody
    answers: [no, sentence]
    sensitive: true
    ask: never
    neutral: no
    change: time
`,
	"rights.yaml":     "coverage: {from: 2025-01-01}\nrights:\n  - id: council_vote\n",
	"layouts.yaml":    "layouts:\n  - number: 1\n    questions:\n      country: [ru, by]\n      residence: [permanent, temporary, none]\n",
	"migrations.yaml": "migrations: []\n",
	"rules/ru.yaml": `country: ru
rules:
  - {id: ru.grant, effect: grant, rights: [council_vote], when: {residence: [permanent]}, from: 2025-10-29, sources: [s]}
  - {id: ru.early, effect: unclear, rights: [council_vote], when: {residence: [permanent]}, to: 2025-10-29, sources: [s]}
  - {id: ru.unclear, effect: unclear, rights: [council_vote], when: {residence: [temporary]}, sources: [s]}
  - {id: ru.default, effect: default, rights: [council_vote], when: {residence: [none]}, sources: [s]}
  - {id: ru.bar, effect: bar, rights: [council_vote], when: {custody: [sentence]}, sources: [s]}
`,
	"rules/by.yaml": `country: by
rules:
  - {id: by.grant, effect: grant, rights: [council_vote], when: {residence: [permanent]}, from: 2025-10-29, sources: [s]}
  - {id: by.early, effect: unclear, rights: [council_vote], when: {residence: [permanent]}, to: 2025-10-29, sources: [s]}
  - {id: by.default, effect: default, rights: [council_vote], when: {residence: [temporary, none]}, sources: [s]}
  - {id: by.bar, effect: bar, rights: [council_vote], when: {custody: [sentence]}, sources: [s]}
`,
	"asymmetries.yaml": "asymmetries:\n  - {id: d, rights: [council_vote], when: {residence: [temporary], custody: [no]}, sources: [s]}\n",
	"changes.yaml":     "changes:\n  - {id: c, on: 2025-10-29, rights: [council_vote], when: {residence: [permanent]}, direction: gain, sources: [s]}\n",
	"steps.yaml":       "steps:\n  - {id: step.go, kind: do, rights: [council_vote], verdicts: [yes, depends], when: {country: [ru]}, sources: [s]}\n",
	"elections.yaml":   "elections:\n  - {id: e, country: ru, day: 2026-09-20, basis: announced, sources: [s]}\n",
	"examples.yaml":    "examples:\n  - {id: x, answers: {country: ru, residence: permanent}, expect: {council_vote: yes}, sources: [s]}\n",
	"personas.csv":     "name,date,country,residence,custody,council_vote\nAlesya,2026-09-20,ru,permanent,no,yes\n",
}

func smallDraft() draft {
	d := draft{files: fstest.MapFS{}, sources: []string{"s"}}
	for name, text := range smallFiles {
		d.write(name, text)
	}
	d.plainTexts()
	return d
}

func TestSmallQuestionnaireHasNoProblem(t *testing.T) {
	if _, list := smallDraft().load(); len(list) > 0 {
		t.Error(list)
	}
}

// randomTable is a small questionnaire with random cards that need not make
// sense: gaps and contradictions included.
func randomTable(rng *rand.Rand) *Questionnaire {
	q := &Questionnaire{Coverage: "2025-01-01", qIndex: map[string]int{}, rIndex: map[string]int{}}
	for i := range 2 + rng.Intn(3) {
		question := Question{ID: fmt.Sprint("q", i), Asked: i == 0 || rng.Intn(4) > 0, DontKnow: rng.Intn(2) == 0}
		for a := range 2 + rng.Intn(3) {
			question.Answers = append(question.Answers, fmt.Sprint("a", a))
			question.Mirror = append(question.Mirror, a)
		}
		question.Sensitive, question.Neutral = !question.Asked, rng.Intn(2)
		question.Change = []ChangeKind{Never, Time, Action, Action}[rng.Intn(4)]
		if i == 0 {
			question.ID, question.Change = "country", Choice
		}
		if rng.Intn(2) == 0 {
			question.Ladder = rng.Perm(len(question.Answers))
		}
		q.qIndex[question.ID] = i
		q.Questions = append(q.Questions, question)
	}
	for r := range 1 + rng.Intn(3) {
		q.rIndex[fmt.Sprint("r", r)] = r
		q.Rights = append(q.Rights, Right{ID: fmt.Sprint("r", r)})
	}
	for range rng.Intn(14) {
		q.Cards = append(q.Cards, q.randomCard(rng, Effect(rng.Intn(5))))
	}
	q.compile()
	return q
}

var someDays = []string{"", "", "2024-06-01", "2025-01-01", "2025-05-01", "2025-10-29", "2026-09-20"}

func (q *Questionnaire) randomCard(rng *rand.Rand, e Effect) Card {
	c := Card{Effect: e, Rights: 1 + Rights(rng.Intn(1<<len(q.Rights)-1)), When: q.everywhere()}
	for i := range c.When {
		if rng.Intn(2) == 0 {
			c.When[i] = 1 + uint32(rng.Intn(int(c.When[i])))
		}
	}
	c.From, c.To = someDays[rng.Intn(len(someDays))], someDays[rng.Intn(len(someDays))]
	return c
}

// randomSound is a random questionnaire without gap or contradiction: for every
// right one question decides between grant, unclear and default; bars and
// absences come on top.
func randomSound(rng *rand.Rand) *Questionnaire {
	q := randomTable(rng)
	q.Cards = nil
	for r := range q.Rights {
		question := rng.Intn(len(q.Questions))
		for a := range q.Questions[question].Answers {
			c := Card{Effect: EffectUnclear + Effect(rng.Intn(3)), Rights: 1 << r, When: q.everywhere()}
			c.When[question] = 1 << a
			q.Cards = append(q.Cards, c)
		}
	}
	for range rng.Intn(6) {
		q.Cards = append(q.Cards, q.randomCard(rng, []Effect{EffectBar, EffectBar, EffectAbsent}[rng.Intn(3)]))
	}
	q.compile()
	return q
}

// eachSubject runs a property on the real content and on random questionnaires.
func eachSubject(t *testing.T, random int, property func(t *testing.T, q *Questionnaire, rng *rand.Rand)) {
	t.Run("real", func(t *testing.T) { property(t, realQuestionnaire(t), rand.New(rand.NewSource(1))) })
	t.Run("random", func(t *testing.T) {
		for seed := range random {
			rng := rand.New(rand.NewSource(int64(seed)))
			property(t, randomSound(rng), rng)
			if t.Failed() {
				t.Fatalf("seed %d", seed)
			}
		}
	})
}

// randomAnswers answers each question with the given probability; the others
// are not asked, or unknown.
func (q *Questionnaire) randomAnswers(rng *rand.Rand, answered float64) Answers {
	a := q.NoAnswers()
	for i := range a {
		switch {
		case rng.Float64() < answered:
			a[i] = Answer(rng.Intn(len(q.Questions[i].Answers)))
		case q.Questions[i].DontKnow && rng.Intn(2) == 0:
			a[i] = DontKnow
		}
	}
	return a
}

// eachFull calls f with every full set of answers that agrees with a. It counts
// by itself, not as the package does.
func (q *Questionnaire) eachFull(a Answers, f func(full Answers)) {
	full := slices.Clone(a)
	var fill func(i int)
	fill = func(i int) {
		if i == len(full) {
			f(full)
			return
		}
		if a[i] >= 0 {
			fill(i + 1)
			return
		}
		for answer := range q.Questions[i].Answers {
			full[i] = Answer(answer)
			fill(i + 1)
		}
		full[i] = a[i]
	}
	fill(0)
}

// look is the verdict of a full set of answers, straight from the table.
func (q *Questionnaire) look(period int, full Answers, right int) Verdict {
	s := 0
	for i, answer := range full {
		s = s*len(q.Questions[i].Answers) + int(answer)
	}
	return q.verdicts[period][s].at(right)
}
