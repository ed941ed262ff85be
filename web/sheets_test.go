package web_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"localvote/web/asset"
	"localvote/web/lang"
	"localvote/web/sheet"
	"localvote/web/webtest"
)

var update = flag.Bool("update", false, "write down what the pages use of the stylesheet")

// stylingFile is where it is written down.
const stylingFile = "sheet/kinds.txt"

// mentioned is what the stylesheet mentions.
var mentioned = sync.OnceValues(func() (sheet.Use, error) {
	source, err := realFiles.Static.(interface {
		ReadFile(string) ([]byte, error)
	}).ReadFile(asset.Whole)
	if err != nil {
		return nil, err
	}
	return sheet.Mentioned(source)
})

// styling gathers what the pages of each kind use.
var styling = struct {
	sync.Mutex
	used map[string]sheet.Use
}{used: map[string]sheet.Use{}}

// kindOfPage reads from a page of what kind it is: from the sheet that it links.
func kindOfPage(doc *html.Node) (kind string, cut bool) {
	links := webtest.Find(doc, "link[rel=stylesheet]")
	if len(links) < 2 {
		return "", false
	}
	name, _, _ := strings.Cut(path.Base(webtest.Attr(links[1], "href")), ".")
	_, cut = sheet.Kinds()[name]
	return name, cut
}

// unstyled lists what a page uses of the stylesheet that its sheets lack.
func unstyled(doc *html.Node) (kind string, missing []string) {
	all, err := mentioned()
	if err != nil {
		return "", []string{err.Error()}
	}
	kind, cut := kindOfPage(doc)
	if !cut {
		return kind, nil
	}
	known := knownStyling()[kind]
	styling.Lock()
	defer styling.Unlock()
	if styling.used[kind] == nil {
		styling.used[kind] = sheet.Use{}
	}
	for n := range doc.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		names := []string{n.Data}
		for class := range strings.FieldsSeq(webtest.Attr(n, "class")) {
			names = append(names, "."+class)
		}
		if id := webtest.Attr(n, "id"); id != "" {
			names = append(names, "#"+id)
		}
		for _, name := range names {
			if !all[name] {
				continue
			}
			styling.used[kind][name] = true
			if !known[name] && !slices.Contains(missing, name) {
				missing = append(missing, name)
			}
		}
	}
	return kind, missing
}

var knownStyling = sync.OnceValue(sheet.Kinds)

// styled holds that a page finds all its styles, or writes down which those are.
func (w *walk) styled(address string, a reply) {
	kind, missing := unstyled(a.doc)
	if len(missing) > 0 && !*update {
		w.fault(address, "the sheet of pages of kind %q lacks the styles of %s: run go test ./web -run TestEveryPage -update", kind, strings.Join(missing, " "))
	}
}

// One page of each kind, and of each state that it can be in, finds its styles: the
// walk does not come to all of them.
func TestSamplesAreStyled(t *testing.T) {
	oneByOne(t)
	r := keptRig(t)
	for _, l := range lang.All() {
		for name, page := range r.samples(t, string(l)) {
			if kind, missing := unstyled(page.doc); len(missing) > 0 && !*update {
				t.Errorf("%s in %s: the sheet of pages of kind %q lacks the styles of %s: run go test ./web -run 'TestSamplesAreStyled|TestEveryPage' -update", name, l, kind, strings.Join(missing, " "))
			}
		}
	}
	if *update {
		writeStyling(t, sheet.Written())
	}
}

// writeStyling writes what the pages that were seen use, besides what is known already.
func writeStyling(t *testing.T, known map[string]sheet.Use) {
	t.Helper()
	styling.Lock()
	defer styling.Unlock()
	var out strings.Builder
	out.WriteString("# What the pages of each kind use of the stylesheet. Made by\n# go test ./web -run TestEveryPage -update\n")
	for _, kind := range slices.Sorted(maps.Keys(sheet.Kinds())) {
		use := sheet.Use{}
		maps.Copy(use, known[kind])
		maps.Copy(use, styling.used[kind])
		fmt.Fprintf(&out, "%s: %s\n", kind, strings.Join(slices.Sorted(maps.Keys(use)), " "))
	}
	if err := os.WriteFile(stylingFile, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
