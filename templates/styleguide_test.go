package templates

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// notInTheGuide are the components that the style guide does not show, and why.
var notInTheGuide = map[string]string{
	"All":             "a whole page: it has a frame of its own",
	"Ask":             "a whole page",
	"Display":         "a whole page",
	"Explainer":       "a whole page",
	"Busy":            "a document of its own, without a look",
	"Notice":          "a whole page",
	"Place":           "a whole page",
	"Result":          "a whole page",
	"Explained":       "most of that page, drawn apart; its parts are in the guide",
	"Glance":          "the head of that page, drawn apart; its parts are in the guide",
	"Choose":          "a whole page of a copy of the site",
	"OneFile":         "the file that holds the whole site; it has a look of its own",
	"oneFileCheck":    "a part of that file",
	"oneFileContents": "a part of that file",
	"oneFileReason":   "a part of that file",
	"oneFileClaims":   "a part of that file",
	"oneFileBranches": "a part of that file",
	"Search":          "a whole page",
	"Feedback":        "a whole page",
	"Statistics":      "a whole page",
	"statisticsTable": "a table like any other",
	"Receipt":         "a whole page",
	"textField":       "the only room for words is in the form of Feedback",
	"trap":            "a field that nobody sees",
	"Start":           "a whole page",
	"Trace":           "a whole page",
	"Article":         "a whole page without its frame",
	"Archived":        "a document of its own",
	"Kept":            "a whole page",
	"SinceThen":       "a whole page",
	"Versions":        "a whole page",
	"Leaflet":         "a whole page",
	"Tree":            "a whole page",
	"Editors":         "a whole page",
	"refused":         "a part of the editors' page, shown there only while content is refused",
	"mistakes":        "a part of the editors' page, shown there only while content is refused",
	"CitePage":        "a whole page",
	"Quote":           "a whole page",
	"Data":            "a whole page",
	"Table":           "a whole page",
	"dataFiles":       "the list of the one page of open data",
	"decisions":       "the decision table, too wide to repeat; its own page alone has it",
	"choice":          "a part of the form above the decision table",
	"pick":            "a part of the form above the decision table",
	"turner":          "turns the pages of the decision table",
	"leafletSide":     "a sheet of paper, shown by its own page alone",
	"leafletEnd":      "a part of the sheet",
	"leafletChoice":   "the choice above the sheet; links like any other",
	"leafletSources":  "a part of the sheet",
	"leafletText":     "a part of the sheet",
	"FeedEntry":       "for feeds only",
	"FeedEntryOfPage": "for feeds only",
	"printedLinks":    "on paper only",
	"errorSummary":    "errorBox, which is shown, with the focus that only a page after a mistake may take",
	"placeHead":       "holds the h1 of its page; what is in it is shown",
	"resultHead":      "holds the h1 of its page; what is in it is shown",
	"resultAside":     "has the id of askAside, which shows the same list",
	"API":             "a whole page",
	"APIFields":       "a whole page",
	"apiOperation":    "a part of the page about the API, as long as that page",
	"apiFields":       "a part of the page about the API",
	"apiSample":       "a part of the page about the API",
	"apiAnswer":       "a part of the page about the API",
	"apiPairs":        "a part of the page about the API",
	"Embeds":          "a whole page",
	"embedKind":       "a part of the one page about cards",
	"embedSizes":      "a part of the one page about cards",
	"otherEmbeds":     "a part of the one page about cards",
	"Offline":         "a whole page",
	"keeper":          "a part of the one page about copies; a script wakes it",
	"offlineFiles":    "a part of the one page about copies",
	"CopyBanner":      "put above a page by the worker, with a stylesheet of its own",
	"EmbeddedCard":    "a document of its own, with a stylesheet of its own",
	"CardBody":        "a part of a card, which has a stylesheet of its own",
	"cardPart":        "a part of a card, which has a stylesheet of its own",
	"verdictTable":    "a part of a card, which has a stylesheet of its own",
}

var (
	templHead = regexp.MustCompile(`^templ (\w+)\(`)
	templCall = regexp.MustCompile(`(?:@|Include: |f\.part\(\w+, )(\w+)\(`)
)

// Whoever adds a component shows it in the style guide, or says here why not: a
// part that is shown nowhere in one place is looked at and tested by nobody.
func TestEveryComponentIsInTheGuide(t *testing.T) {
	calls := componentCalls(t)
	shown := map[string]bool{}
	queue := []string{"Styleguide"}
	for len(queue) > 0 {
		name := queue[0]
		queue = queue[1:]
		if shown[name] {
			continue
		}
		shown[name] = true
		queue = append(queue, calls[name]...)
	}
	for name := range calls {
		_, excepted := notInTheGuide[name]
		switch {
		case shown[name] && excepted:
			t.Errorf("%s is in the style guide: take it off the list of exceptions", name)
		case !shown[name] && !excepted:
			t.Errorf("%s is not in the style guide: show it in templates/style*.templ, or say in notInTheGuide why not", name)
		}
	}
	for name := range notInTheGuide {
		if _, known := calls[name]; !known {
			t.Errorf("there is no component %s: take it off the list of exceptions", name)
		}
	}
}

// componentCalls says which components each component draws.
func componentCalls(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("*.templ")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	calls := map[string][]string{}
	for _, file := range files {
		name := ""
		for line := range strings.Lines(read(t, file)) {
			if m := templHead.FindStringSubmatch(line); m != nil {
				name = m[1]
				calls[name] = nil
			}
			if strings.HasPrefix(line, "}") {
				name = ""
			}
			for _, m := range templCall.FindAllStringSubmatch(line, -1) {
				if name != "" {
					calls[name] = append(calls[name], m[1])
				}
			}
		}
	}
	return calls
}

// The guide reads the drawings from the sprite.
func TestSymbols(t *testing.T) {
	names := symbols()
	for _, name := range []string{"yes", "mark", "back"} {
		if !slices.Contains(names, name) {
			t.Errorf("no %s among %v", name, names)
		}
	}
	if len(names) != strings.Count(read(t, "sprite.templ"), "<symbol ") {
		t.Errorf("%d symbols found: %v", len(names), names)
	}
}
