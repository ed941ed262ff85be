package web

import (
	"net/http"
	"strings"

	"localvote/templates"
	"localvote/web/eligibility"
)

// treeRight is the right that the tree of questions decides: to vote for the
// council, which is the heading of every result.
const treeRight = "council_vote"

// tree shows every way through the questionnaire, as the rules of today lead it.
func (s *Server) tree(v *visit) error {
	return v.send(http.StatusOK, templates.Tree(v.treePage()))
}

func (v *visit) treePage() templates.TreePage {
	page := templates.TreePage{
		Kick: v.l.T("nav.check"), Heading: v.l.T("tree.heading"), Lead: v.l.T("tree.lead"),
		How:   []string{v.l.T("tree.how")},
		First: templates.Link{Text: v.text("q."+v.q.Questions[0].ID+".title", ""), Href: v.href("/check")},
		Back:  templates.Link{Text: v.l.T("nav.check"), Href: v.href("/check")},
		Pass: []templates.Pair{
			{Term: v.l.T("pass.law"), Value: v.monthYear(v.site.Settings.LawAsOf)},
			{Term: v.l.T("pass.day"), Value: v.todayWords()},
			{Term: v.l.T("pass.rules"), Value: shortHash(v.q.Hash)},
		},
	}
	page.Frame = v.frame(frameOf{path: "/tree", title: page.Heading, description: v.l.T("tree.summary"), card: cardPage + "/tree"})
	period, covered := v.q.Period(v.today)
	right, known := v.q.Right(treeRight)
	if !covered || !known {
		return page
	}
	t := &treeView{v, v.q.Tree(period, right)}
	page.Counts = []string{
		v.l.With("tree.count", map[string]any{"asked": t.tree.Asked, "ends": t.tree.Ends}),
		v.l.With("tree.merged", map[string]any{"boxes": len(t.tree.Boxes)}),
	}
	page.Key, page.Picture = t.key(), t.picture()
	page.Branches = t.branches(t.tree.Root, 0)
	return page
}

// A treeView draws one tree.
type treeView struct {
	*visit
	tree *eligibility.Tree
}

// questions lists the questions that the tree asks, in order.
func (t *treeView) questions() []int {
	var out []int
	for _, b := range t.tree.Boxes {
		if len(out) == 0 || out[len(out)-1] != b.Question {
			out = append(out, b.Question)
		}
	}
	return out
}

// key gives each answer the number that the picture calls it by.
func (t *treeView) key() []templates.TreeQuestion {
	var out []templates.TreeQuestion
	for _, question := range t.questions() {
		q := templates.TreeQuestion{Title: t.short(question, "")}
		for n := range t.q.Questions[question].Answers {
			q.Answers = append(q.Answers, t.answer(question, eligibility.Answer(n), ""))
		}
		if t.q.Questions[question].DontKnow {
			q.Answers = append(q.Answers, t.answer(question, eligibility.DontKnow, ""))
		}
		out = append(out, q)
	}
	return out
}

func (v *visit) short(question int, country string) string {
	return v.text("q."+v.q.Questions[question].ID+".short", country)
}

func (v *visit) answer(question int, a eligibility.Answer, country string) string {
	if a == eligibility.DontKnow {
		return v.text("a.dont_know", "")
	}
	q := &v.q.Questions[question]
	return v.text("a."+q.ID+"."+q.Name(a), country)
}

// number is the number of an answer in the key.
func (t *treeView) number(question int, a eligibility.Answer) string {
	if a == eligibility.DontKnow {
		return itoa(len(t.q.Questions[question].Answers) + 1)
	}
	return itoa(int(a) + 1)
}

// picture is the boxes, layer by layer, and all of it in words.
func (t *treeView) picture() templates.TreePicture {
	p := templates.TreePicture{ID: "tree", Title: t.l.T("tree.picture")}
	words := []string{t.l.T("tree.words")}
	var marks []templates.Mark
	for i, question := range t.questions() {
		layer := templates.TreeLayer{Title: itoa(i+1) + ". " + t.short(question, "")}
		for _, n := range t.tree.Boxes {
			if n.Question != question {
				continue
			}
			box, inWords := t.box(n)
			layer.Boxes = append(layer.Boxes, box)
			words = append(words, t.l.With("tree.box_words", map[string]any{"box": n.Box, "question": layer.Title, "ways": strings.Join(inWords, "; ")}))
			for _, c := range box.Cells {
				marks = append(marks, c.Mark)
			}
		}
		p.Layers = append(p.Layers, layer)
	}
	p.Marks, p.Words = inOrder(marks), strings.Join(words, " ")
	return p
}

func (t *treeView) box(n *eligibility.Node) (templates.TreeBox, []string) {
	box := templates.TreeBox{Number: n.Box}
	var words []string
	for _, b := range n.Branches {
		var numbers []string
		for _, a := range b.Answers {
			numbers = append(numbers, t.number(n.Question, a))
		}
		cell := templates.TreeCell{Label: strings.Join(numbers, ", "), To: b.To.Box}
		to := t.l.With("tree.box", map[string]any{"box": cell.To})
		if cell.To == 0 {
			cell.Mark = t.plainMark(b.To.Set.String())
			to = cell.Mark.Word
		}
		box.Cells = append(box.Cells, cell)
		words = append(words, cell.Label+": "+to)
	}
	return box, words
}

// openTo is how deep the branches are unfolded at first: the countries.
const openTo = 1

// branches draws what the answers to a question lead to.
func (t *treeView) branches(n *eligibility.Node, depth int) []templates.TreeBranch {
	var out []templates.TreeBranch
	for _, b := range n.Branches {
		out = append(out, t.branch(n, b, depth))
	}
	return out
}

func (t *treeView) branch(n *eligibility.Node, b eligibility.Branch, depth int) templates.TreeBranch {
	country := t.q.Country(n.At)
	var answers []string
	for _, a := range b.Answers {
		answers = append(answers, t.answer(n.Question, a, country))
	}
	branch := templates.TreeBranch{Answers: strings.Join(answers, "; "), Open: depth < openTo}
	code := t.q.Code(b.To.At)
	if b.To.Question < 0 {
		mark := t.plainMark(b.To.Set.String())
		branch.Mark, branch.Href, branch.More = &mark, t.href("/result/"+code), t.more(b.To)
		return branch
	}
	branch.Question = templates.Link{Text: t.text("q."+t.q.Questions[b.To.Question].ID+".title", t.q.Country(b.To.At)), Href: t.href("/check/" + code)}
	branch.Box = t.l.With("tree.box", map[string]any{"box": b.To.Box})
	branch.Branches = t.branches(b.To, depth+1)
	return branch
}

// more names the questions that still follow and decide about other rights.
func (t *treeView) more(n *eligibility.Node) string {
	if len(n.More) == 0 {
		return ""
	}
	var names []string
	for _, question := range n.More {
		names = append(names, t.short(question, t.q.Country(n.At)))
	}
	return t.l.With("tree.more", map[string]any{"questions": strings.Join(names, ", ")})
}
