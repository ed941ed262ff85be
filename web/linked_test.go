package web_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/piprate/json-gold/ld"
	"golang.org/x/net/html"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// localContext gives the processor our copy of the vocabulary, and nothing else: a
// test asks nobody.
type localContext struct{ document any }

func (l localContext) LoadDocument(address string) (*ld.RemoteDocument, error) {
	if address != "https://schema.org" {
		return nil, errors.New("nothing is fetched: " + address)
	}
	return &ld.RemoteDocument{DocumentURL: address, Document: l.document}, nil
}

func schemaContext(t *testing.T) localContext {
	t.Helper()
	data, err := os.ReadFile("testdata/schemaorg.jsonld")
	if err != nil {
		t.Fatal(err)
	}
	var document any
	if err := json.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	return localContext{document}
}

const schema = "http://schema.org/"

// required are the properties of each type that schema.org or Google ask for.
// https://developers.google.com/search/docs/appearance/structured-data: Article,
// FAQPage, BreadcrumbList, ClaimReview, Dataset ("required properties"), sitelinks search
// box (WebSite); for Legislation schema.org asks for a name.
var required = map[string][]string{
	"WebSite":        {"name", "url", "potentialAction"},
	"SearchAction":   {"target", "query-input"},
	"EntryPoint":     {"urlTemplate"},
	"Article":        {"headline", "inLanguage"},
	"Organization":   {"name"},
	"FAQPage":        {"mainEntity"},
	"Question":       {"name", "acceptedAnswer"},
	"Answer":         {"text"},
	"BreadcrumbList": {"itemListElement"},
	"ListItem":       {"position", "name", "item"},
	"ClaimReview":    {"claimReviewed", "reviewRating", "url"},
	"Rating":         {"alternateName"},
	"Claim":          {"appearance"},
	"Legislation":    {"name"},
	"Dataset":        {"name", "description", "license", "creator", "distribution"},
	"DataCatalog":    {"name"},
	"DataDownload":   {"contentUrl", "encodingFormat", "sha256", "license"},
}

// dataOf is what a page says to machines, "" for nothing.
func dataOf(t *testing.T, a reply) string {
	t.Helper()
	var found []string
	for _, n := range webtest.Find(a.doc, "script") {
		if webtest.Attr(n, "type") == "application/ld+json" {
			found = append(found, n.FirstChild.Data)
		}
	}
	if len(found) > 1 {
		t.Fatalf("%d documents", len(found))
	}
	return strings.Join(found, "")
}

// expanded is a document as a processor of JSON-LD understands it: every type and
// property must be one of the vocabulary.
func expanded(t *testing.T, context localContext, data string) []any {
	t.Helper()
	var document any
	if err := json.Unmarshal([]byte(data), &document); err != nil {
		t.Fatal(err)
	}
	options := ld.NewJsonLdOptions("https://localvote.example/")
	options.DocumentLoader, options.ProcessingMode = context, ld.JsonLd_1_1
	out, err := ld.NewJsonLdProcessor().Expand(document, options)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// things calls f for every thing in an expanded document, with its type and the
// short names of its properties.
func things(node any, f func(kind string, thing map[string]any)) {
	switch node := node.(type) {
	case []any:
		for _, n := range node {
			things(n, f)
		}
	case map[string]any:
		if kinds, ok := node["@type"].([]any); ok && len(kinds) == 1 {
			f(strings.TrimPrefix(kinds[0].(string), schema), node)
		}
		for _, n := range node {
			things(n, f)
		}
	}
}

// count counts the properties with a value in a raw document, so that one that
// the vocabulary does not know, and a processor drops, is missed.
func count(node any) int {
	n := 0
	switch node := node.(type) {
	case []any:
		for _, x := range node {
			n += count(x)
		}
	case map[string]any:
		for name, x := range node {
			if !strings.HasPrefix(name, "@") {
				n++
			}
			n += count(x)
		}
	}
	return n
}

// Every document is understood whole, has what its types require, and is only on
// pages where it belongs.
func TestStructuredData(t *testing.T) {
	r := newRig(t)
	context := schemaContext(t)
	seen := map[string]int{}
	for _, l := range lang.All() {
		root := "/" + string(l)
		pages := []string{root + "/", root + "/data", root + "/places/by-orsha", root + "/places/ru-moscow"}
		for _, p := range r.live.Site().Book.All() {
			if p.ID != "home" && p.ID != "leaflet" {
				pages = append(pages, root+"/"+p.ID)
			}
		}
		for _, address := range pages {
			data := dataOf(t, get(r, address).want(t, http.StatusOK))
			if data == "" {
				t.Errorf("%s says nothing", address)
				continue
			}
			var raw any
			_ = json.Unmarshal([]byte(data), &raw) // expanded has read it
			out := expanded(t, context, data)
			understood := 0
			things(out, func(kind string, thing map[string]any) {
				seen[kind]++
				for name := range thing {
					if strings.HasPrefix(name, schema) {
						understood++
					}
				}
				if _, known := required[kind]; !known {
					t.Errorf("%s: the type %s", address, kind)
				}
				for _, name := range required[kind] {
					if thing[schema+name] == nil {
						t.Errorf("%s: a %s without %s", address, kind, name)
					}
				}
			})
			if understood != count(raw) {
				t.Errorf("%s: %d of %d properties are understood", address, understood, count(raw))
			}
		}
	}
	for kind := range required {
		if seen[kind] == 0 {
			t.Errorf("no page has a %s", kind)
		}
	}
	t.Logf("%v", seen)
}

// Pages of answers say nothing to machines.
func TestNoDataAboutReaders(t *testing.T) {
	r := newRig(t)
	for _, address := range []string{"/en/check", "/en/check/1-BAT0", "/en/result/1-BD0W", "/en/search?q=Orsha", "/en/cite/page/about", "/en/quote/in-russia/who", "/en/nothing"} {
		if data := dataOf(t, get(r, address)); data != "" {
			t.Errorf("%s says %s", address, data)
		}
	}
}

// Nothing is said to machines that a reader of the page does not see: every text
// is on it, but for addresses, days in digits and names of languages.
func TestDataIsVisible(t *testing.T) {
	r := newRig(t)
	squeeze := func(s string) string { // spaces, and what stands between paragraphs and cells
		return strings.Map(func(c rune) rune {
			if strings.ContainsRune(" \n\t\u00a0\u202f\u2060-\u2011|", c) {
				return -1
			}
			return c
		}, s)
	}
	for _, l := range lang.All() {
		root := "/" + string(l)
		for _, path := range []string{"/in-russia", "/in-belarus", "/how-to-vote", "/places", "/claims", "/sources", "/data", "/places/by-orsha"} {
			a := get(r, root+path).want(t, http.StatusOK)
			body := squeeze(visible(a.doc))
			things(expanded(t, schemaContext(t), dataOf(t, a)), func(kind string, thing map[string]any) {
				for _, name := range []string{"name", "headline", "text", "claimReviewed", "reviewBody", "alternateName", "datePublished", "dateModified", "legislationDateVersion", "description", "version", "sha256"} {
					for _, v := range asList(thing[schema+name]) {
						text, _ := v.(map[string]any)["@value"].(string)
						if date := strings.Split(text, "-"); strings.HasPrefix(name, "date") && len(date) == 3 {
							text = date[0] // in words there
						} else if name == "legislationDateVersion" {
							slices.Reverse(date)
							text = strings.Join(date, ".")
						}
						if !strings.Contains(body, squeeze(text)) {
							t.Errorf("%s%s: a reader does not see the %s of a %s: %s", root, path, name, kind, text)
						}
					}
				}
			})
		}
	}
}

func asList(x any) []any { list, _ := x.([]any); return list }

// visible is the text of a page as readers get it, without data and links of a
// block to itself.
func visible(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if class := webtest.Attr(n, "class"); n.Data == "script" || n.Data == "style" || class == "here" || class == "quote" || class == "notes" {
		return "" // the notes of a block stand between it and the next one
	}
	var b strings.Builder
	for c := range n.ChildNodes() {
		b.WriteString(visible(c))
	}
	return b.String()
}

// A claim is rated in words, by the words of the page; an opinion and what cannot
// be checked is not rated at all.
func TestClaimReviews(t *testing.T) {
	r := newRig(t)
	reviewed := map[string]map[string]any{}
	things(expanded(t, schemaContext(t), dataOf(t, get(r, "/en/claims"))), func(kind string, thing map[string]any) {
		if kind == "ClaimReview" {
			_, id, _ := strings.Cut(thing["@id"].(string), "#")
			reviewed[id] = thing
		}
		if kind == "Rating" && (thing[schema+"ratingValue"] != nil || thing[schema+"bestRating"] != nil) {
			t.Error("the verdicts are no scale")
		}
	})
	for _, c := range r.live.Site().Records.Claims.Claims {
		rated := c.Verdict != "opinion" && c.Verdict != "unverifiable"
		if (reviewed[c.ID] != nil) != rated {
			t.Errorf("%s, %s, is rated: %v", c.ID, c.Verdict, !rated)
		}
	}
	if len(reviewed) < 5 {
		t.Errorf("%d claims", len(reviewed))
	}
	for _, s := range r.live.Site().Sources.All() {
		if !s.Linkable() && s.URL != "" && strings.Contains(dataOf(t, get(r, "/en/claims"))+dataOf(t, get(r, "/en/sources")), `"`+s.URL+`"`) {
			t.Errorf("%s is linked for machines and not for readers", s.URL)
		}
	}
}

// The open data are described as Google's search for data sets asks for it, and
// every file as it is: address, bytes and sum.
func TestDatasetData(t *testing.T) {
	r := newRig(t)
	files := 0
	things(expanded(t, schemaContext(t), dataOf(t, get(r, "/be/data").want(t, http.StatusOK))), func(kind string, thing map[string]any) {
		text := func(name string) string {
			for _, v := range asList(thing[schema+name]) {
				for _, key := range []string{"@value", "@id"} {
					if s, ok := v.(map[string]any)[key].(string); ok {
						return s
					}
				}
			}
			return ""
		}
		if about := []rune(text("description")); kind == "Dataset" && (len(about) < 50 || len(about) > 5000) {
			t.Errorf("the description has %d letters", len(about))
		}
		if kind != "DataDownload" {
			return
		}
		files++
		path, ours := strings.CutPrefix(text("contentUrl"), baseURL)
		a := get(r, path).want(t, http.StatusOK)
		sum := sha256.Sum256(a.Body.Bytes())
		if !ours || hex.EncodeToString(sum[:]) != text("sha256") || text("contentSize") != strconv.Itoa(a.Body.Len())+" B" || !strings.HasPrefix(a.Header().Get("Content-Type"), text("encodingFormat")) || text("license") == "" {
			t.Errorf("%s: %v", path, thing)
		}
	})
	links := map[string]bool{}
	for _, l := range webtest.Links(get(r, "/be/data").doc) {
		if strings.HasPrefix(l.Href, "/data/") {
			links[l.Href] = true
		}
	}
	if files < 15 || len(links) != files {
		t.Errorf("%d files for machines, %d for readers", files, len(links))
	}
}
