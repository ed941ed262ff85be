package templates

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

func pages(s speech, l Localizer) map[string]templ.Component {
	start := s.startPage(l)
	home := start
	home.IsHome = true
	broken := s.startPage(l)
	broken.First.Error = s.hint
	broken.Errors = []ErrorLink{{s.hint, "#country-yes"}}
	private := s.questionPage(l, "")
	private.NoTrace, private.Back, private.TraceHref = true, "", ""
	private.Hidden, private.BackForm = []Hidden{{"country", "ru"}}, []Hidden{{"back", "country"}}
	private.Switch, private.Answers = private.Hidden, s.answers("")
	last := s.questionPage(l, "")
	last.AtMost = 0
	all := AllPage{
		Frame: s.frame(l), Heading: s.heading, Lead: s.hint, Action: "/all", TraceHref: "/trace",
		Questions: []Question{s.ask(l, "country", 2, s.hint), s.ask(l, "age", 2, "")}, Date: s.date(l, s.hint),
		Errors: []ErrorLink{{s.hint, "#country-yes"}, {s.hint, "#date"}},
	}
	quiet := all
	quiet.NoTrace, quiet.TraceHref, quiet.Sensitive = true, "", []Question{s.ask(l, "custody", 3, "")}
	result := s.resultPage(l)
	return map[string]templ.Component{
		"start": Start(start), "home": Start(home), "start with an error": Start(broken),
		"question": Ask(s.questionPage(l, "")), "question with an error": Ask(s.questionPage(l, s.hint)),
		"last question": Ask(last), "question without a trace": Ask(private),
		"all": All(all), "all without a trace": All(quiet),
		"result": Result(result), "result without a trace": Result(noTrace(result, s, l)),
		"sources": Explainer(s.sourcesPage(l)),
		"trace":   Trace(TracePage{Frame: s.frame(l), Heading: s.heading, Lead: s.hint, Does: []string{s.hint}, DoesNot: []string{s.hint}, Action: "/trace"}),
		"message": Notice(MessagePage{
			Frame: s.frame(l), Heading: s.heading, Text: []string{s.hint}, Links: []Link{{Text: s.vote, Href: "/"}},
			Trilingual: []Message{{english.lang, english.heading, english.hint, Link{Text: english.vote, Href: "/en"}}},
		}),
	}
}

func render(t *testing.T, c templ.Component) (string, *html.Node) {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	tree, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), tree
}

func TestPagesAreSound(t *testing.T) {
	for _, s := range []speech{russian, belarusian, english} {
		for name, page := range pages(s, newFileLocalizer(t, s.lang)) {
			t.Run(string(s.lang)+" "+name, func(t *testing.T) {
				source, tree := render(t, page)
				checkPage(t, source, tree)
			})
		}
	}
}

// A page that gets next to nothing still draws, and still is sound.
func TestEmptyPagesAreSound(t *testing.T) {
	f := Frame{Lang: russian.lang, L: bracketLocalizer{}, Home: "/ru", Stylesheets: Stylesheets{Core: "site.css"}, Icon: "icon.svg"}
	q := Question{L: f.L, ID: "q", Title: "Q", Heading: 1}
	for name, page := range map[string]templ.Component{
		"start":    Start(StartPage{Frame: f, Action: "/", Heading: "H", First: q}),
		"question": Ask(QuestionPage{Frame: f, Action: "/", Question: q, Number: 1}),
		"all":      All(AllPage{Frame: f, Action: "/", Heading: "H"}),
		"result":   Result(ResultPage{Frame: f, Heading: "H", DateForm: "/", Ballot: Ballot{L: f.L}}),
		"sources":  Explainer(ExplainerPage{Frame: f, Heading: "H"}),
		"trace":    Trace(TracePage{Frame: f, Heading: "H", Action: "/"}),
		"message":  Notice(MessagePage{Frame: f, Heading: "H"}),
	} {
		t.Run(name, func(t *testing.T) {
			source, tree := render(t, page)
			checkPage(t, source, tree)
		})
	}
}

// checkPage holds what is true of every page of the site.
func checkPage(t *testing.T, source string, tree *html.Node) {
	t.Helper()
	if !strings.HasPrefix(strings.ToLower(source), "<!doctype html>") {
		t.Error("no doctype")
	}
	ids := map[string]int{}
	headings := []int{}
	for n := range tree.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
		if len(n.Data) == 2 && n.Data[0] == 'h' && n.Data[1] >= '1' && n.Data[1] <= '6' {
			headings = append(headings, int(n.Data[1]-'0'))
		}
		checkElement(t, n)
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	checkHeadings(t, headings)
	checkReferences(t, tree, ids)
}

func checkHeadings(t *testing.T, ranks []int) {
	t.Helper()
	tops, before := 0, 0
	for _, rank := range ranks {
		if rank == 1 {
			tops++
		}
		if rank > before+1 {
			t.Errorf("an h%d after an h%d", rank, before)
		}
		before = rank
	}
	if tops != 1 {
		t.Errorf("%d elements h1, want one", tops)
	}
}

// checkReferences: what names another element by its id finds it.
func checkReferences(t *testing.T, tree *html.Node, ids map[string]int) {
	t.Helper()
	for n := range tree.Descendants() {
		var names []string
		for _, a := range []string{"for", "aria-labelledby", "aria-describedby"} {
			names = append(names, strings.Fields(attr(n, a))...)
		}
		if id, here := strings.CutPrefix(attr(n, "href"), "#"); here {
			names = append(names, id)
		}
		for _, name := range names {
			if ids[name] == 0 {
				t.Errorf("<%s> points to %q, which is not there", n.Data, name)
			}
		}
	}
}

func checkElement(t *testing.T, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") {
			t.Errorf("<%s %s=%q>: the page must do without", n.Data, a.Key, a.Val)
		}
		if a.Key == "class" && strings.TrimSpace(a.Val) == "" {
			t.Errorf("<%s> has an empty class", n.Data)
		}
	}
	switch n.Data {
	case "script", "style", "img", "iframe":
		t.Errorf("<%s>: the page must do without", n.Data)
	case "a", "button", "h1", "h2", "h3", "h4", "summary", "legend", "title":
		if name(n) == "" {
			t.Errorf("<%s %v> has no name", n.Data, n.Attr)
		}
	case "svg":
		if attr(n, "aria-hidden") != "true" && (attr(n, "role") != "img" || attr(n, "aria-label") == "") {
			t.Error("a drawing is neither hidden nor named")
		}
	case "form":
		if attr(n, "action") == "" || attr(n, "method") == "" {
			t.Errorf("<form %v> lacks action or method", n.Attr)
		}
	case "label":
		if attr(n, "for") == "" && !slices.ContainsFunc(slices.Collect(n.Descendants()), isInput) {
			t.Error("a label holds no input and points to none")
		}
	case "input":
		checkInput(t, n)
	}
}

func checkInput(t *testing.T, n *html.Node) {
	t.Helper()
	if attr(n, "name") == "" {
		t.Errorf("<input %v> has no name", n.Attr)
	}
	if hasAttr(n, "required") {
		t.Errorf("<input %v> is required: the server checks, and says what is missing", n.Attr)
	}
	if attr(n, "type") == "radio" && (attr(n, "value") == "" || attr(n, "id") == "") {
		t.Errorf("<input %v> lacks value or id", n.Attr)
	}
}

func isInput(n *html.Node) bool { return n.Data == "input" }

// name is what a screen reader calls an element: its text, or the label of a
// drawing in it.
func name(n *html.Node) string {
	var b strings.Builder
	b.WriteString(attr(n, "aria-label"))
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
		b.WriteString(attr(d, "aria-label"))
	}
	return strings.TrimSpace(b.String())
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}
