package web_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/webtest"
)

// The marks and words of the matrix are those of the cards.
func TestMatrixAgreesWithTheCards(t *testing.T) {
	r := newRig(t)
	period, _ := r.q.Period(today)
	people := soundSite(t).Records.People
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/which-elections")
		figure := webtest.First(a.doc, "figure.drawn")
		if figure == nil {
			t.Fatalf("%s: no picture", l)
		}
		marks := webtest.Find(figure, "svg.pic use")
		items := webtest.Find(figure, "figcaption li")
		for n, p := range people {
			answers, _ := r.q.Parse(p.Answers)
			for right, set := range r.q.Verdicts(period, r.q.Assume(answers)) {
				if got, want := webtest.Attr(marks[right*len(people)+n], "href"), "#i-"+symbolOf(set); got != want {
					t.Errorf("%s, %s, %s: drawn as %s, not %s", l, p.ID, r.q.Rights[right].ID, got, want)
				}
				word := webtest.Plain(r.q.Text(l, "verdict."+set.String()+".short", ""))
				name := strings.ToLower(webtest.Plain(r.q.Text(l, "right."+r.q.Rights[right].ID+".name", "")))
				said := slices.ContainsFunc(items, func(li *html.Node) bool {
					text := webtest.Text(li)
					return strings.HasPrefix(text, word+":") && strings.Contains(strings.ToLower(text), name)
				})
				if !said {
					t.Errorf("%s: nothing says %s of %s", l, word, name)
				}
			}
		}
		checkPicture(t, "/"+string(l)+"/which-elections", a, figure)
	}
}

// symbolOf is the silhouette of a verdict.
func symbolOf(set eligibility.Set) string {
	return map[string]string{"yes": "yes", "no": "no", "absent": "none", "unclear": "open", "depends": "dep"}[set.String()]
}

// The path of a result has every answer, ends with the verdict and says in its
// list what it draws; in the no-trace mode as well, and there without a link.
func TestPathOfResults(t *testing.T) {
	r := newRig(t)
	period, _ := r.q.Period(today)
	n := 0
	r.q.EachState(period, func(answers eligibility.Answers, _ int) {
		if n++; n%17 != 0 {
			return
		}
		l := lang.All()[n%3]
		address := "/" + string(l) + "/result/" + r.q.Code(answers)
		checkPath(t, r, address, get(r, address), l, answers)
		form := "show=result " + r.q.Format(answers)
		private := "/" + string(l) + "/check/private"
		checkPath(t, r, private+" "+form, post(r, private, values(form)), l, answers)
	})
}

func checkPath(t *testing.T, r *rig, where string, a reply, l lang.Lang, answers eligibility.Answers) {
	t.Helper()
	period, _ := r.q.Period(today)
	figure := webtest.First(a.doc, "details figure.drawn")
	if figure == nil {
		t.Errorf("%s: no path", where)
		return
	}
	for i, question := range r.q.Path(period, answers) {
		item := notIdle(figure)
		want := webtest.Plain(r.q.Text(l, "q."+r.q.Questions[question].ID+".short", r.q.Country(answers)))
		if i >= len(item) || !strings.Contains(webtest.Text(item[i]), want) {
			t.Errorf("%s: step %d is not %q", where, i+1, want)
		}
	}
	set := r.q.Verdicts(period, r.q.Assume(answers))[0]
	if use := webtest.Find(figure, "svg.pic use"); len(use) != 1 || webtest.Attr(use[0], "href") != "#i-"+symbolOf(set) {
		t.Errorf("%s: the path does not end with %s", where, set)
	}
	if len(webtest.Find(figure, "a")) > 0 {
		t.Errorf("%s: the path has a link", where)
	}
	checkPicture(t, where, a, figure)
}

func notIdle(figure *html.Node) []*html.Node {
	var out []*html.Node
	for _, li := range webtest.Find(figure, "ol.trail li") {
		if webtest.Attr(li, "class") == "" {
			out = append(out, li)
		}
	}
	return out
}

// Every end of the tree links the result that gives its verdict, every branch a
// question; the numbers on the page are those of the tree.
func TestTreePage(t *testing.T) {
	r := newRig(t)
	period, _ := r.q.Period(today)
	tree := r.q.Tree(period, 0)
	for _, l := range lang.All() {
		address := "/" + string(l) + "/tree"
		a := get(r, address)
		a.want(t, http.StatusOK)
		if size := a.Body.Len(); size > 60_000 {
			t.Errorf("%s has %d bytes", address, size)
		}
		ends := 0
		for _, link := range webtest.Find(a.doc, "ul.tree li a") {
			path, code := cutCode(webtest.Attr(link, "href"))
			answers, err := r.q.Decode(code)
			if err != nil {
				t.Fatalf("%s: %s: %v", address, code, err)
			}
			next, asks := r.q.Next(period, answers)
			switch path {
			case "/" + string(l) + "/result/":
				ends++
				set := r.q.Verdicts(period, r.q.Assume(answers))[0]
				word := webtest.Plain(r.q.Text(l, "verdict."+set.String()+".short", ""))
				if text := webtest.Text(link); !strings.HasSuffix(text, ": "+word) {
					t.Errorf("%s: %q, and the result of %s is %s", address, text, r.q.Format(answers), word)
				}
			case "/" + string(l) + "/check/":
				if want := webtest.Plain(r.q.Text(l, "q."+r.q.Questions[next].ID+".title", r.q.Country(answers))); !asks || webtest.Text(link) != want {
					t.Errorf("%s: %q, not %q", address, webtest.Text(link), want)
				}
			}
		}
		if want := endsOf(tree.Root); ends != want {
			t.Errorf("%s: %d ends, not %d", address, ends, want)
		}
		figure := webtest.First(a.doc, "figure.drawn")
		if heads := webtest.Find(figure, "rect.head"); len(heads) != len(tree.Boxes) {
			t.Errorf("%s: %d boxes, not %d", address, len(heads), len(tree.Boxes))
		}
		for _, number := range []int{tree.Asked, tree.Ends, len(tree.Boxes)} {
			if !strings.Contains(a.text(), ": "+strconv.Itoa(number)+".") {
				t.Errorf("%s does not say %d", address, number)
			}
		}
		checkPicture(t, address, a, figure)
		t.Logf("%s: %d bytes, %d ends", address, a.Body.Len(), ends)
	}
}

func cutCode(href string) (path, code string) {
	i := strings.LastIndex(href, "/")
	return href[:i+1], href[i+1:]
}

func endsOf(n *eligibility.Node) int {
	if n.Question < 0 {
		return 1
	}
	total := 0
	for _, b := range n.Branches {
		total += endsOf(b.To)
	}
	return total
}

// checkPicture holds what is true of every picture: it is well-formed, nothing
// lies outside, nothing lies on something else, and all its words are said beside
// it or in its description.
func checkPicture(t *testing.T, where string, a reply, figure *html.Node) {
	t.Helper()
	for _, fault := range webtest.Check(a.doc) {
		t.Errorf("%s: %s", where, fault)
	}
	svg := webtest.First(figure, "svg.pic")
	if err := wellFormed(rawPicture(a.Body.Bytes())); err != nil {
		t.Errorf("%s: %v", where, err)
	}
	said := strings.ToLower(webtest.Text(webtest.First(figure, "figcaption")) + " " + webtest.Text(webtest.First(svg, "title")))
	if desc := webtest.First(svg, "desc"); desc != nil {
		said += " " + strings.ToLower(webtest.Text(desc))
	}
	for _, text := range webtest.Find(svg, "text") {
		for _, word := range strings.Fields(strings.ToLower(webtest.Text(text))) {
			if !strings.Contains(said, word) && !numbersPeople(word) {
				t.Errorf("%s: %q is drawn and not said", where, word)
			}
		}
	}
	var heads [][4]int
	for _, rect := range webtest.Find(svg, "rect") {
		r := placeOf(rect)
		if r[0] < 0 || r[0]+r[2] > 288 {
			t.Errorf("%s: a shape lies outside: %v", where, r)
		}
		if strings.Contains(webtest.Attr(rect, "class"), "head") {
			heads = append(heads, r)
		}
	}
	for i, r := range heads {
		for _, other := range heads[:i] {
			if r[1] == other[1] && r[0] < other[0]+other[2] && other[0] < r[0]+r[2] {
				t.Errorf("%s: two boxes lie on each other: %v %v", where, r, other)
			}
		}
	}
}

// numbersPeople tells whether a word is a number of a list, which no text holds.
func numbersPeople(word string) bool { _, err := strconv.Atoi(word); return err == nil }

func placeOf(rect *html.Node) (place [4]int) {
	for i, name := range []string{"x", "y", "width", "height"} {
		place[i], _ = strconv.Atoi(webtest.Attr(rect, name))
	}
	return place
}

// rawPicture is the picture as it was sent.
func rawPicture(body []byte) []byte {
	i := bytes.Index(body, []byte(`<svg class="pic"`))
	if i < 0 {
		return nil
	}
	return body[i : i+bytes.Index(body[i:], []byte("</svg>"))+len("</svg>")]
}

func wellFormed(source []byte) error {
	d := xml.NewDecoder(bytes.NewReader(source))
	for {
		if _, err := d.Token(); err != nil {
			if err == io.EOF && len(source) > 0 {
				return nil
			}
			return err
		}
	}
}
