package eligibility

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/yamldoc"
)

// Load reads the folder dir of fsys, resolves every name and compiles the
// table. It returns all mistakes of reading at once; where there are none it
// goes on to Verify. A Questionnaire whose list has errors must not be used.
//
// sources are the ids that cards may cite.
func Load(fsys fs.FS, dir string, sources []string) (*Questionnaire, problem.List) {
	ld := newLoader(fsys, dir, sources)
	ld.readAll()
	if ld.Errors() > 0 {
		return ld.q, ld.List
	}
	ld.q.compile()
	ld.q.Hash = hashFiles(fsys, dir)
	found := ld.q.verify(ld)
	ld.addSuspects(found)
	ld.List = append(ld.List, found...)
	return ld.q, ld.List
}

func newLoader(fsys fs.FS, dir string, sources []string) *loader {
	return &loader{
		fsys: fsys, dir: dir, sources: sources,
		q: &Questionnaire{
			qIndex: map[string]int{}, rIndex: map[string]int{},
			layouts: map[int]layout{}, texts: map[lang.Lang]map[string]string{}, easy: map[lang.Lang]map[string]string{},
		},
		seen: map[string]problem.Pos{},
	}
}

// A loader holds what is known while the files are read.
type loader struct {
	fsys       fs.FS
	dir        string
	sources    []string
	anySource  bool // what was cited once need not be in the register any more
	q          *Questionnaire
	seen       map[string]problem.Pos // ids of cards, differences, changes, steps …
	migrations []migration
	texts      map[lang.Lang]*textFile
	personas   string
	problem.List
}

func (ld *loader) path(name string) string { return path.Join(ld.dir, name) }

// readAll reads the files in the order in which they lean on one another. The
// questions and rights come first; without them the rest would only repeat the
// same mistake in many places.
func (ld *loader) readAll() {
	if !ld.readRulesProper() {
		return
	}
	ld.file("asymmetries.yaml", ld.readDifferences)
	ld.file("changes.yaml", ld.readChanges)
	ld.file("steps.yaml", ld.readSteps)
	ld.file("elections.yaml", ld.readElections)
	ld.file("examples.yaml", ld.readExamples)
	ld.readPersonas("personas.csv")
	ld.readTexts()
}

// readRulesProper reads what verdicts and share codes follow from: the part of the
// questionnaire that a release keeps.
func (ld *loader) readRulesProper() bool {
	ld.file("questions.yaml", ld.readQuestions)
	ld.file("rights.yaml", ld.readRights)
	if len(ld.q.Questions) == 0 || len(ld.q.Rights) == 0 || ld.Errors() > 0 {
		return false
	}
	ld.file("layouts.yaml", ld.readLayouts)
	ld.file("migrations.yaml", ld.readMigrations)
	ld.settleLayouts()
	ld.readRuleFiles()
	return true
}

// file parses one YAML file and hands it to its reader.
func (ld *loader) file(name string, read func(yamldoc.Node)) {
	full := ld.path(name)
	data, err := fs.ReadFile(ld.fsys, full)
	if err != nil {
		ld.Errorf(problem.Pos{File: full}, "E001", "cannot read the file: %s", problem.Cause(err))
		return
	}
	if n, ok := yamldoc.Parse(full, data, &ld.List); ok {
		read(n)
	}
}

func (ld *loader) readQuestions(n yamldoc.Node) {
	n.Read(yamldoc.Fields{
		"layout":       func(n yamldoc.Node) { ld.q.Layout = n.Int() },
		"longest_walk": func(n yamldoc.Node) { ld.q.LongestWalk = n.Int() },
		"questions": func(n yamldoc.Node) {
			for _, item := range n.List() {
				ld.readQuestion(item)
			}
		},
	}, "layout", "longest_walk", "questions")
	if count := situationCount(ld.q.Questions); count > maxSituations {
		n.Errorf("E017", "the questions make more than %d situations", maxSituations).Hint("merge answers that never differ, or ask less")
	}
	if _, ok := ld.q.Question("country"); !ok && len(ld.q.Questions) > 0 {
		n.Errorf("E007", "there is no question \"country\"").Hint("cards belong to a country, so there must be such a question")
	}
}

func (ld *loader) readQuestion(item yamldoc.Node) {
	q := Question{Change: Never, Asked: true, Pos: item.Pos()}
	var mirror, ladder, twins, neutral *yamldoc.Node
	item.Read(yamldoc.Fields{
		"id":        func(n yamldoc.Node) { q.ID = ld.id(n, ld.q.qIndex) },
		"answers":   func(n yamldoc.Node) { q.Answers = ld.answerIDs(n) },
		"change":    func(n yamldoc.Node) { q.Change = ChangeKind(n.OneOf("choice", "never", "time", "action")) },
		"dont_know": func(n yamldoc.Node) { q.DontKnow = n.Bool() },
		"sensitive": func(n yamldoc.Node) { q.Sensitive = n.Bool() },
		"ask":       func(n yamldoc.Node) { q.Asked = n.OneOf("never", "always") != "never" },
		"mirror":    func(n yamldoc.Node) { mirror = &n },
		"ladder":    func(n yamldoc.Node) { ladder = &n },
		"twins":     func(n yamldoc.Node) { twins = &n },
		"neutral":   func(n yamldoc.Node) { neutral = &n },
	}, "id", "answers", "change")
	q.Mirror = ld.readMirror(&q, mirror)
	q.Ladder, q.Twins = ld.someAnswers(&q, ladder), ld.someAnswers(&q, twins)
	if ladder != nil && len(q.Ladder) == len(ladder.List()) && !isPermutation(q.Ladder, len(q.Answers)) {
		ladder.Errorf("E025", "a ladder names every answer once").Hint("from less to more")
		q.Ladder = nil
	}
	if neutral != nil {
		q.Neutral = max(ld.answer(&q, *neutral), 0)
	}
	if !q.Asked && neutral == nil {
		item.Errorf("E007", "a question that is never asked needs `neutral`").Hint("name the answer that raises no obstacle")
	}
	if q.Sensitive && q.Asked {
		item.Errorf("E020", "a sensitive question must never be asked").Hint("add `ask: never`")
	}
	if len(q.Answers) < 2 || len(q.Answers) > 30 {
		item.Errorf("E008", "a question needs between 2 and 30 answers")
		return
	}
	if q.ID != "" {
		ld.q.qIndex[q.ID] = len(ld.q.Questions)
		ld.q.Questions = append(ld.q.Questions, q)
	}
}

// id reads an id that must be new among known ones.
func (ld *loader) id(n yamldoc.Node, known map[string]int) string {
	id := n.Word()
	if _, twice := known[id]; twice {
		n.Errorf("E004", "the id %q is already used", id).Hint("ids are permanent and unique")
		return ""
	}
	ld.checkID(n, id)
	return id
}

var idPattern = regexp.MustCompile(`^[a-z0-9_.-]+$`)

func (ld *loader) checkID(n yamldoc.Node, id string) {
	n.Like(idPattern)
	if !idPattern.MatchString(id) {
		n.Errorf("E021", "%q cannot be an id", id).Hint("ids are written in small Latin letters, digits, `_`, `.` and `-`")
	}
}

func (ld *loader) answerIDs(n yamldoc.Node) []string {
	var ids []string
	n.HasItems(2, 30)
	for _, item := range n.List() {
		id := item.Word()
		ld.checkID(item, id)
		hintBool(item, id)
		if slices.Contains(ids, id) || id == Unknown {
			item.Errorf("E004", "the answer %q stands here twice, or is reserved", id)
		}
		ids = append(ids, id)
	}
	return ids
}

// hintBool recognises files that another program has rewritten.
func hintBool(n yamldoc.Node, word string) {
	if word == "true" || word == "false" {
		n.Errorf("E012", "%q is not an answer", word).Hint("did another program turn `yes` and `no` into `true` and `false`?")
	}
}

// answer is the number of an answer named in a file; -1 and a problem if there
// is none.
func (ld *loader) answer(q *Question, n yamldoc.Node) int {
	word := n.Known("answer", q.Answers)
	i := slices.Index(q.Answers, word)
	if i < 0 {
		hint := problem.DidYouMean(word, q.Answers)
		if word == "true" || word == "false" {
			hint = message.New("did another program turn `yes` and `no` into `true` and `false`?")
		}
		n.Errorf("E012", "%q is not an answer to %q", word, q.ID).Try(hint)
	}
	return i
}

func (ld *loader) someAnswers(q *Question, n *yamldoc.Node) []int {
	if n == nil {
		return nil
	}
	var out []int
	for _, item := range n.List() {
		if i := ld.answer(q, item); i >= 0 {
			out = append(out, i)
		}
	}
	return out
}

// isPermutation tells whether numbers are 0…n-1, each once.
func isPermutation(numbers []int, n int) bool {
	sorted := slices.Clone(numbers)
	slices.Sort(sorted)
	for i := range sorted {
		if sorted[i] != i {
			return false
		}
	}
	return len(sorted) == n
}

func (ld *loader) readMirror(q *Question, n *yamldoc.Node) []int {
	mirror := make([]int, len(q.Answers))
	for i := range mirror {
		mirror[i] = i
	}
	if n == nil {
		return mirror
	}
	for _, p := range n.Pairs() {
		from, to := ld.answer(q, p.Key), ld.answer(q, p.Value)
		if from >= 0 && to >= 0 {
			mirror[from] = to
		}
	}
	for i := range mirror {
		if mirror[mirror[i]] != i {
			n.Errorf("E022", "the mirror of %q does not lead back", q.Answers[i]).Hint("the mirror of the mirror must be the answer itself")
			break
		}
	}
	return mirror
}

func (ld *loader) readRights(n yamldoc.Node) {
	n.Read(yamldoc.Fields{
		"coverage": func(n yamldoc.Node) {
			n.Read(yamldoc.Fields{"from": func(n yamldoc.Node) { ld.q.Coverage = n.Day() }}, "from")
		},
		"rights": func(n yamldoc.Node) {
			for _, item := range n.List() {
				r := Right{Pos: item.Pos()}
				item.Read(yamldoc.Fields{"id": func(n yamldoc.Node) { r.ID = ld.id(n, ld.q.rIndex) }}, "id")
				if r.ID != "" {
					ld.q.rIndex[r.ID] = len(ld.q.Rights)
					ld.q.Rights = append(ld.q.Rights, r)
				}
			}
		},
	}, "coverage", "rights")
	if len(ld.q.Rights) > maxRights {
		n.Errorf("E017", "there are more than %d rights", maxRights)
	}
}

// IsHistory tells whether a file or folder of the questionnaire, named from
// there, speaks of earlier rules. It is no part of an edition: to tell readers
// why the rules were changed does not change them.
func IsHistory(name string) bool { return name == LogFile || name == releasedDir }

func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// hashFiles is the name of this edition of the rules: sha256 over the names and
// contents of all files in the folder, in alphabetical order. Lines for editors'
// programs do not count: no rule changes with them.
func hashFiles(fsys fs.FS, dir string) string {
	h := sha256.New()
	err := fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if IsHistory(strings.TrimPrefix(name, dir+"/")) {
			return skip(d)
		}
		if d.IsDir() {
			return nil
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		data = withoutModeline(data)
		fmt.Fprintf(h, "%s %d\n", strings.TrimPrefix(name, dir), len(data))
		h.Write(data)
		return nil
	})
	if err != nil {
		return ""
	}
	return hex.EncodeToString(h.Sum(nil))
}

func withoutModeline(data []byte) []byte {
	if bytes.HasPrefix(data, []byte(yamldoc.Modeline)) {
		_, data, _ = bytes.Cut(data, []byte("\n"))
	}
	return data
}
