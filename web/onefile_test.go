package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"

	"localvote/web"
	"localvote/web/eligibility"
	"localvote/web/export"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/webtest"
)

// maxOneFile is how heavy the whole site in one file may be on its way.
const maxOneFile = 150_000

func oneFile(t testing.TB, r *rig, l lang.Lang) ([]byte, *html.Node) {
	t.Helper()
	body, err := r.OneFile(context.Background(), l, nil)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return body, doc
}

// A madeFile is the file of a site without a database, which several tests look at; making
// it takes seconds.
type madeFile struct {
	body []byte
	doc  *html.Node
}

var madeFiles = map[lang.Lang]madeFile{} // no test with them runs beside another

func sharedFile(t *testing.T, r *rig, l lang.Lang) ([]byte, *html.Node) {
	t.Helper()
	made, ok := madeFiles[l]
	if !ok {
		made.body, made.doc = oneFile(t, r, l)
		madeFiles[l] = made
	}
	return made.body, made.doc
}

// The file needs nothing but itself, and every way in it leads somewhere in it.
func TestOneFileStandsAlone(t *testing.T) {
	oneByOne(t)
	r := rigOf(t, soundSite(t), "")
	for _, l := range lang.All() {
		body, doc := sharedFile(t, r, l)
		weighed(t, l, body)
		for _, wrong := range webtest.Check(doc) {
			if wrong != "<style> on a page" { // it has no other place for its styles
				t.Errorf("%s: %s", l, wrong)
			}
		}
		ids, h1 := map[string]bool{}, 0
		for n := range doc.Descendants() {
			if id := webtest.Attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: the id %s stands twice", l, id)
				}
				ids[id] = true
			}
			switch n.Data {
			case "h1":
				h1++
			case "script", "link", "img", "iframe", "form", "input", "button", "source", "object", "embed":
				t.Errorf("%s: <%s> has no use in a file that stands alone", l, n.Data)
			}
		}
		if said := webtest.Attr(webtest.First(doc, "html"), "lang"); said != string(l) {
			t.Errorf("%s: lang is %q", l, said)
		}
		if h1 != 1 {
			t.Errorf("%s: %d h1", l, h1)
		}
		for n := range doc.Descendants() {
			to := webtest.Attr(n, "href")
			switch {
			case to == "":
			case strings.HasPrefix(to, "#"):
				if !ids[to[1:]] {
					t.Errorf("%s: %s leads nowhere", l, to)
				}
			case n.Data == "a" && (strings.HasPrefix(to, "https://") || strings.HasPrefix(to, "http://") || strings.HasPrefix(to, "tel:") || strings.HasPrefix(to, "mailto:")):
			default:
				t.Errorf("%s: <%s> leads to %s", l, n.Data, to)
			}
		}
		for _, p := range r.live.Site().Book.All() {
			if p.ID != "leaflet" && !ids[p.ID] {
				t.Errorf("%s: the page %s is not there", l, p.ID)
			}
		}
		for _, s := range r.live.Site().Sources.All() {
			if cited := "sources_" + s.ID; bytes.Contains(body, []byte(`"#`+cited+`"`)) && !ids[cited] {
				t.Errorf("%s: the source %s is not there", l, s.ID)
			}
		}
		for _, wrong := range []string{"url(", "@import", "src=", "style=", export.NoSite} {
			if bytes.Contains(body, []byte(wrong)) {
				t.Errorf("%s: %s in the file", l, wrong)
			}
		}
	}
}

func weighed(t *testing.T, l lang.Lang, body []byte) {
	t.Helper()
	var zipped, pressed bytes.Buffer
	g, _ := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	_, _ = g.Write(body)
	_ = g.Close()
	b := brotli.NewWriterLevel(&pressed, 9)
	_, _ = b.Write(body)
	_ = b.Close()
	t.Logf("%s: %d bytes, %d by gzip, %d by brotli", l, len(body), zipped.Len(), pressed.Len())
	if zipped.Len() > maxOneFile || pressed.Len() > maxOneFile {
		t.Errorf("%s: %d bytes by gzip and %d by brotli, more than %d", l, zipped.Len(), pressed.Len(), maxOneFile)
	}
}

// Without a living site nothing leads to one.
func TestOneFileWithoutASite(t *testing.T) {
	oneByOne(t)
	r := &rig{live: site.NewLive(soundSite(t), nil, clock)}
	r.Server = web.New(web.Config{Live: r.live, BaseURL: export.NoSite, Log: slog.New(slog.DiscardHandler), Now: clock})
	body, _ := oneFile(t, r, lang.BE)
	if strings.Contains(string(body), "copy.invalid") {
		t.Error("the file names a site that does not exist")
	}
	if n := strings.Count(string(body), baseURL); n > 0 {
		t.Errorf("the file names %s %d times", baseURL, n)
	}
}

// Whoever answers by opening one answer after another comes to the verdicts of the
// rules, and from each of them to reasons that name the same verdict.
func TestOneFileAgreesWithTheRules(t *testing.T) {
	oneByOne(t)
	r := rigOf(t, soundSite(t), "")
	period, _ := r.q.Period(today)
	random := rand.New(rand.NewPCG(3, 4))
	for _, l := range lang.All() {
		_, doc := sharedFile(t, r, l)
		byID := map[string]*html.Node{}
		for n := range doc.Descendants() {
			byID[webtest.Attr(n, "id")] = n
		}
		for range 200 {
			a, at := r.q.NoAnswers(), byID["check"]
			for next, more := r.q.Next(period, a); more; next, more = r.q.Next(period, a) {
				q := &r.q.Questions[next]
				country := r.q.Country(a)
				if asked := oneLine(r.q.Text(l, "q."+q.ID+".title", country)); !strings.Contains(oneLine(webtest.Text(at)), asked) {
					t.Fatalf("%s, %s: the file does not ask %s", l, r.q.Format(a), asked)
				}
				allowed := q.Allowed()
				a[next], _ = q.Parse(allowed[random.IntN(len(allowed))])
				if at = opened(at, answerWords(r, l, q, a[next], country)); at == nil {
					t.Fatalf("%s: %s cannot be answered", l, r.q.Format(a))
				}
			}
			agrees(t, r, l, a, at, byID)
		}
	}
}

func answerWords(r *rig, l lang.Lang, q *eligibility.Question, a eligibility.Answer, country string) string {
	if a == eligibility.DontKnow {
		return r.q.Text(l, "a.dont_know", "")
	}
	return r.q.Text(l, "a."+q.ID+"."+q.Name(a), country)
}

// opened is the answer with these words among those that stand directly in a node.
func opened(in *html.Node, words string) *html.Node {
	for d := range in.ChildNodes() {
		if d.Data != "details" {
			continue
		}
		for line := range d.FirstChild.ChildNodes() { // answers that lead on in the same way stand in lines
			if line.Type == html.TextNode && oneLine(line.Data) == oneLine(words) {
				return d
			}
		}
	}
	return nil
}

// oneLine is a text with plain spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

func agrees(t *testing.T, r *rig, l lang.Lang, a eligibility.Answers, at *html.Node, byID map[string]*html.Node) {
	t.Helper()
	period, _ := r.q.Period(today)
	var links []*html.Node
	for n := range at.Descendants() {
		if n.Data == "a" {
			links = append(links, n)
		}
	}
	sets := r.q.Verdicts(period, r.q.Assume(a))
	if len(links) != len(sets) {
		t.Fatalf("%s, %s: %d rights of %d", l, r.q.Format(a), len(links), len(sets))
	}
	for i, set := range sets {
		country := r.q.Country(a)
		verdict := oneLine(r.q.Text(l, "verdict."+set.String(), country))
		name := oneLine(r.q.Text(l, "right."+r.q.Rights[i].ID+".name", country))
		if line := oneLine(webtest.Text(links[i].Parent)); !strings.HasPrefix(line, name) || !strings.HasSuffix(line, verdict) {
			t.Errorf("%s, %s: %q, not %s: %s", l, r.q.Format(a), line, name, verdict)
		}
		why := byID[strings.TrimPrefix(webtest.Attr(links[i], "href"), "#")]
		if why == nil || !strings.HasSuffix(oneLine(webtest.Text(why.FirstChild)), verdict) {
			t.Errorf("%s, %s: the reasons for %s are those of another verdict", l, r.q.Format(a), name)
		}
	}
}

// It is valid HTML by a judge from outside.
func TestOneFileIsValid(t *testing.T) {
	oneByOne(t)
	f := newFolder(t)
	r := rigOf(t, soundSite(t), "")
	for _, l := range lang.All() {
		body, _ := sharedFile(t, r, l)
		page := reply{ResponseRecorder: httptest.NewRecorder()}
		page.Body.Write(body)
		f.keep("one-"+string(l), page)
	}
	f.judge()
}
