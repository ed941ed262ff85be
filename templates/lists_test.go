package templates

import (
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"localvote/web/lang"
)

func TestExplainersAreSound(t *testing.T) {
	for _, s := range []speech{russian, belarusian, english} {
		l := newFileLocalizer(t, s.lang)
		all := map[string]templ.Component{"explainer": Explainer(s.explainerPage(l)), "home": Start(s.homePage(l))}
		for name, list := range s.lists(l) {
			all[name] = Explainer(s.listPage(l, list))
		}
		for name, page := range all {
			t.Run(string(s.lang)+" "+name, func(t *testing.T) {
				source, tree := render(t, page)
				checkPage(t, source, tree)
				checkLanguages(t, tree)
			})
		}
	}
}

// Lists that get nothing draw nothing that is unsound.
func TestEmptyListsAreSound(t *testing.T) {
	l := bracketLocalizer{}
	f := Frame{Lang: lang.RU, L: l, Home: "/ru", Stylesheets: Stylesheets{Core: "site.css"}, Icon: "icon.svg"}
	for name, list := range map[string]templ.Component{
		"timeline": Timeline(TimelineView{L: l}), "claims": Claims(ClaimsView{L: l}), "voices": Voices(VoicesView{L: l}),
		"numbers": Numbers(NumbersView{L: l}), "contacts": Contacts(ContactsView{L: l}), "glossary": Glossary(GlossaryView{L: l}),
		"letters": Letters(LettersView{L: l}), "differences": Differences(DifferencesView{L: l, Left: "A", Right: "B"}),
		"changelog": Changelog(ChangelogView{L: l}),
		"changes":   Changes(ChangesView{L: l}), "levels": Levels(LevelsView{L: l}), "translations": Translations(TranslationsView{L: l}),
		"matrix": Matrix(RightsMatrix{L: l}), "nothing": templ.NopComponent,
	} {
		t.Run(name, func(t *testing.T) {
			source, tree := render(t, Explainer(ExplainerPage{Frame: f, Heading: "H", Parts: []PagePart{{Include: list}}}))
			checkPage(t, source, tree)
		})
	}
}

// checkLanguages: what has a language has a known one.
func checkLanguages(t *testing.T, tree *html.Node) {
	t.Helper()
	for n := range tree.Descendants() {
		if !hasAttr(n, "lang") {
			continue
		}
		if _, ok := lang.Parse(attr(n, "lang")); !ok {
			t.Errorf("<%s> has the language %q", n.Data, attr(n, "lang"))
		}
	}
}

func TestPartsOfAPage(t *testing.T) {
	s := belarusian
	_, tree := render(t, Explainer(s.explainerPage(newFileLocalizer(t, s.lang))))
	block := byID(tree, "q-permit-a")
	said := find(block, func(n *html.Node) bool { return attr(n, "lang") == "ru" })
	if said == nil || !strings.Contains(name(said), s.quote) {
		t.Error("a Russian block of a Belarusian page is not marked as Russian")
	}
	if strings.Contains(name(said), "па-руску") {
		t.Error("the note about the translation is marked as Russian")
	}
	for _, id := range []string{"answer", "who", "who-a", "q-permit"} {
		part := byID(tree, id)
		if part == nil || find(part, func(n *html.Node) bool { return attr(n, "href") == "#"+id }) == nil {
			t.Errorf("%s has no link to itself", id)
		}
	}
}

// Press verdicts have the shapes that the style guide gives them.
func TestPressVerdictsHaveTheirShapes(t *testing.T) {
	for v, want := range map[Verdict]string{
		True: "v-yes yes", Incomplete: "v-yes part", False: "v-no no", Outdated: "v-none old",
		Misleading: "v-open warn", Opinion: "v-dep voice", Unverifiable: "v-open open", Yes: "v-yes yes", Absent: "v-none none",
	} {
		if got := v.class() + " " + v.icon(); got != want {
			t.Errorf("%s looks %q, want %q", v, got, want)
		}
	}
}

// Every symbol that a page uses is in the sprite.
func TestSymbolsAreDrawn(t *testing.T) {
	s := russian
	l := newFileLocalizer(t, s.lang)
	for name, list := range s.lists(l) {
		_, tree := render(t, Explainer(s.listPage(l, list)))
		for n := range tree.Descendants() {
			if id, ok := strings.CutPrefix(attr(n, "href"), "#i-"); ok && n.Data == "use" && byID(tree, "i-"+id) == nil {
				t.Errorf("%s: there is no symbol %q", name, id)
			}
		}
	}
}

func TestBands(t *testing.T) {
	all := bands([]PagePart{
		{ID: "a"},
		{ID: "h", Level: 2}, {ID: "b"}, {ID: "h1", Level: 3}, {ID: "c"}, {ID: "d"}, {ID: "h2", Level: 3},
		{ID: "g", Level: 2},
	})
	if len(all) != 3 || all[0].parts[0].ID != "a" || all[1].head.ID != "h" || len(all[1].parts) != 1 {
		t.Fatalf("sorted as %+v", all)
	}
	if c := all[1].columns; len(c) != 2 || len(c[0]) != 3 || len(c[1]) != 1 {
		t.Errorf("columns %+v", c)
	}
}

func TestPieces(t *testing.T) {
	for text, want := range map[string]string{
		"":                     "",
		"words":                "[words]",
		"To ______, from ___.": "[To ]_[, from ]_[.]",
		"________":             "_",
		"snake_case and __":    "[snake_case and __]",
	} {
		got := ""
		for _, p := range pieces(text) {
			if p.blank {
				got += "_"
			} else {
				got += "[" + p.text + "]"
			}
		}
		if got != want {
			t.Errorf("%q is cut into %s, want %s", text, got, want)
		}
	}
}

func byID(tree *html.Node, id string) *html.Node {
	return find(tree, func(n *html.Node) bool { return attr(n, "id") == id })
}

func find(tree *html.Node, is func(*html.Node) bool) *html.Node {
	if tree == nil {
		return nil
	}
	for n := range tree.Descendants() {
		if is(n) {
			return n
		}
	}
	return nil
}
