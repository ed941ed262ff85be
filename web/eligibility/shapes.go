package eligibility

import (
	"slices"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/yamldoc"
)

// Shapes are what the files of the questionnaire may hold, by their names within
// its folder. The questions, rights and answers are those of q.
func Shapes(q *Questionnaire, sources []string) map[string]*yamldoc.Shape {
	out := map[string]*yamldoc.Shape{}
	for name, read := range map[string]func(*loader) func(yamldoc.Node){
		"questions.yaml":   func(ld *loader) func(yamldoc.Node) { return ld.emptied().readQuestions },
		"rights.yaml":      func(ld *loader) func(yamldoc.Node) { return ld.emptied().readRights },
		"layouts.yaml":     func(ld *loader) func(yamldoc.Node) { return ld.readLayouts },
		"migrations.yaml":  func(ld *loader) func(yamldoc.Node) { return ld.readMigrations },
		"rules/*.yaml":     func(ld *loader) func(yamldoc.Node) { return ld.readRules },
		"asymmetries.yaml": func(ld *loader) func(yamldoc.Node) { return ld.readDifferences },
		LogFile:            func(ld *loader) func(yamldoc.Node) { return func(n yamldoc.Node) { new(Changelog).read(ld, n) } },
		"changes.yaml":     func(ld *loader) func(yamldoc.Node) { return ld.readChanges },
		"steps.yaml":       func(ld *loader) func(yamldoc.Node) { return ld.readSteps },
		"elections.yaml":   func(ld *loader) func(yamldoc.Node) { return ld.readElections },
		"examples.yaml":    func(ld *loader) func(yamldoc.Node) { return ld.readExamples },
		"texts/*.yaml":     func(*loader) func(yamldoc.Node) { return func(n yamldoc.Node) { textPairs(n) } },
	} {
		out[name] = yamldoc.Describe(func(n yamldoc.Node) { read(asking(q, sources))(n) })
	}
	return out
}

// asking is a loader that readers can be run with to see what they ask: it knows
// the questions and rights, and what it reads is thrown away.
func asking(q *Questionnaire, sources []string) *loader {
	return &loader{
		sources: sources,
		q: &Questionnaire{
			Questions: slices.Clone(q.Questions), Rights: slices.Clone(q.Rights),
			qIndex: q.qIndex, rIndex: q.rIndex, layouts: map[int]layout{},
			texts: map[lang.Lang]map[string]string{}, easy: map[lang.Lang]map[string]string{},
		},
		seen: map[string]problem.Pos{},
	}
}

// emptied forgets the questions and rights: for the readers that make them.
func (ld *loader) emptied() *loader {
	ld.q.Questions, ld.q.Rights = nil, nil
	ld.q.qIndex, ld.q.rIndex = map[string]int{}, map[string]int{}
	return ld
}

// Choices are the questions with the answers that may be given to each.
func (q *Questionnaire) Choices() []yamldoc.Choice {
	var out []yamldoc.Choice
	for i := range q.Questions {
		if q.Questions[i].Asked {
			out = append(out, yamldoc.Choice{Key: q.Questions[i].ID, Words: q.Questions[i].Allowed()})
		}
	}
	return out
}
