package web_test

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"localvote/web/lang"
	"localvote/web/short"
	"localvote/web/webtest"
)

// The whole questionnaire, walked as a reader walks it: by its own links and
// forms, in every language, to every result. With -short or -race a sample of
// the steps is walked instead.
func TestEveryPage(t *testing.T) {
	r := keptRig(t)
	began := time.Now()
	walks := map[string]*walk{}
	for _, l := range lang.All() {
		walks[string(l)] = newWalk(r, string(l))
	}
	var all sync.WaitGroup
	for _, w := range walks {
		all.Go(w.run)
	}
	all.Wait()
	for _, w := range walks {
		w.compare(walks)
		w.report(t)
		t.Logf("%s: %d pages and %d redirects by address, %d forms posted, %d of the answers with mistakes, %d results", w.lang, len(w.pages), w.redirects, w.posted, w.mistakes, w.results)
	}
	t.Logf("walked in %v", time.Since(began).Round(time.Millisecond))
	if *update {
		walkWithoutATrace(t)
		for _, l := range lang.All() {
			for _, page := range r.samples(t, string(l)) {
				unstyled(page.doc)
			}
		}
		writeStyling(t, nil)
	}
	if n := walks["ru"].results; n < 200 && !sampled() {
		t.Errorf("only %d results: the walk has lost its way", n)
	}
}

// oneByOne leaves a test out under the race detector: in it nothing runs side by side that
// does not in others.
func oneByOne(t *testing.T) {
	t.Helper()
	if raced {
		t.Skip("one request after the other: nothing for the race detector")
	}
}

func sampled() bool { return raced || testing.Short() }

// A walk is everything that can be reached in one language.
type walk struct {
	h     http.Handler
	lang  string
	pages map[string]*walkedPage // by address
	queue []string
	known map[string]bool // addresses and forms that were seen, walked or not

	redirects, posted, mistakes, results int
	faults
}

// A walkedPage is what must be remembered of a page.
type walkedPage struct {
	ids    map[string]bool
	links  []string          // to this site, as paths
	others map[string]string // the language switch
}

func newWalk(h http.Handler, language string) *walk {
	return &walk{h: h, lang: language, pages: map[string]*walkedPage{}, known: map[string]bool{}, faults: faults{}}
}

func (w *walk) run() {
	w.queue = []string{"/" + w.lang + "/"}
	for len(w.queue) > 0 {
		address := w.queue[0]
		w.queue = w.queue[1:]
		w.visit(address)
	}
}

// enqueue notes an address to visit, once. Addresses in other languages are
// walked by the walks of these.
func (w *walk) enqueue(address string) {
	address, _, _ = strings.Cut(address, "#")
	own := languageIn(address) == w.lang || strings.HasPrefix(address, "/static/") || strings.HasPrefix(address, "/data/") || strings.HasPrefix(address, "/api/")
	if !own || w.known[address] || !keep(address) {
		return
	}
	w.known[address] = true
	w.queue = append(w.queue, address)
}

// keep chooses what to walk: every page and every result; of the steps and results that
// carry a day, which only repeat the others, one in four. A sample is one in five of
// all steps and results. The choice is the same in every language.
func keep(address string) bool {
	address, _, _ = strings.Cut(address, "#")
	tail := behindLanguage(address)
	if strings.HasPrefix(tail, "leaflet") { // few, and the switch of languages trades the two of a sheet
		return true
	}
	step := strings.Contains(tail, "/1-") || strings.Contains(tail, "?")
	if strings.HasPrefix(tail, "cite/") || strings.HasPrefix(tail, "quote/") { // files and texts to copy, all alike; the addresses of results hold a query
		return oneIn(20, tail)
	}
	if strings.HasPrefix(address, "/card/") { // pictures, all alike
		return oneIn(20, tail)
	}
	if strings.HasPrefix(tail, "display?") { // one for every page, all alike
		return oneIn(100, tail)
	}
	if strings.Contains(tail, "qr=yes") { // the same results once more, each with its code
		return oneIn(25, tail)
	}
	if strings.Contains(tail, "place=") { // the same steps once more, for each of five hundred places
		return (strings.Contains(tail, "place=by-orsha") || strings.Contains(tail, "place=ru-yakutsk")) && oneIn(25, tail)
	}
	dated := (strings.HasPrefix(tail, "check/1-") || strings.HasPrefix(tail, "result/1-")) && strings.Contains(tail, "on=")
	return !step || sampled() && oneIn(5, tail) || !sampled() && (!dated || oneIn(4, tail))
}

// oneIn is true for about one text in n, and always for the same ones.
func oneIn(n uint32, text string) bool {
	sum := fnv.New32()
	fmt.Fprint(sum, text)
	return sum.Sum32()%n == 0
}

// languageIn is the language of an address: its first folder; of a kept version
// the third and of a picture or a card the second, because what never changes stands apart;
// of a short one a letter says it.
func languageIn(address string) string {
	folders := strings.Split(address, "/")
	if folders[1] == "q" {
		l, _, _ := short.Parse(folders[2])
		return string(l)
	}
	if folders[1] == "v" && len(folders) > 3 {
		return folders[3]
	}
	if (folders[1] == "card" || folders[1] == "embed") && len(folders) > 2 {
		return folders[2]
	}
	return folders[1]
}

// ofOneLanguage tells addresses whose language switch leads elsewhere: a version
// is a version in one language.
func ofOneLanguage(address string) bool {
	folders := strings.Split(address, "/")
	return folders[1] == "v" || folders[1] == "embed" || len(folders) == 5 && folders[3] == "changes"
}

func behindLanguage(address string) string {
	_, tail, _ := strings.Cut(address[1:], "/")
	return tail
}

// visit asks for a page, as a link does.
func (w *walk) visit(address string) {
	a := get(w.h, address)
	switch {
	case a.Code == http.StatusOK && strings.HasPrefix(behindLanguage(address), "cite/") && !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html"):
		w.citation(address, a)
	case a.Code == http.StatusOK && !strings.HasPrefix(a.Header().Get("Content-Type"), "text/html"): // a file
		w.pages[address] = &walkedPage{}
	case a.Code == http.StatusOK:
		w.look(address, a)
	case a.Code >= 300 && a.Code < 400:
		w.redirects++
		w.pages[address] = &walkedPage{}
		w.enqueue(a.location())
	default:
		w.fault(address, "status %d", a.Code)
	}
}

// citation holds what is true of every file with a citation.
func (w *walk) citation(address string, a reply) {
	w.pages[address] = &walkedPage{}
	if a.Header().Get("X-Robots-Tag") != "noindex" || a.Header().Get("Content-Language") != w.lang || a.Body.Len() < 100 {
		w.fault(address, "a citation of %d bytes in %q that search engines may keep", a.Body.Len(), a.Header().Get("Content-Language"))
	}
}

// look holds what is true of every page, and goes on from it.
func (w *walk) look(address string, a reply) {
	p := &walkedPage{ids: webtest.IDs(a.doc), others: switchOf(a)}
	w.pages[address] = p
	w.sound(address, a)
	w.indexed(address, a)
	if strings.Contains(address, "/result/") {
		w.results++
	}
	for _, l := range webtest.Links(a.doc) {
		if l.Tag == "a" {
			w.link(address, p, l)
		}
	}
	for _, f := range webtest.Forms(a.doc) {
		w.form(address, f)
	}
}

// sound holds what is true of every page, however it was asked for.
func (w *walk) sound(address string, a reply) {
	// A kept document does not know at which host it stands: its header does.
	exact := strings.HasSuffix(address, ".html") && strings.Contains(a.Header().Get("Link"), `<`+baseURL)
	for _, words := range webtest.Check(a.doc) {
		if exact && strings.HasPrefix(words, "canonical ") {
			continue
		}
		w.fault(address, "%s", words)
	}
	if got := webtest.Attr(webtest.First(a.doc, "html"), "lang"); got != w.lang || a.Header().Get("Content-Language") != w.lang {
		w.fault(address, "the language is %q, in the header %q", got, a.Header().Get("Content-Language"))
	}
	if a.Header().Get("Set-Cookie") != "" {
		w.fault(address, "a cookie")
	}
	w.styled(address, a)
}

// indexed: steps and results stay out of search engines; every other page names
// itself and its two sisters by addresses without a query.
func (w *walk) indexed(address string, a reply) {
	meta := webtest.First(a.doc, "meta[name=robots]")
	hidden := meta != nil && strings.Contains(webtest.Attr(meta, "content"), "noindex")
	// The style guide repeats what other pages say; the editors' page is out of date in a minute; the receipt is that of one request.
	if step := strings.Contains(address, "/check/1-") || strings.Contains(address, "/result/"); step || strings.Contains(address, "/table?") || strings.HasSuffix(address, "/styleguide") || strings.HasSuffix(address, "/editors") || strings.HasSuffix(address, "/privacy/receipt") || ofOneLanguage(address) || strings.Contains(address, "/cite/") || strings.Contains(address, "/quote/") {
		if !hidden || a.Header().Get("X-Robots-Tag") != "noindex" {
			w.fault(address, "a step that search engines may keep")
		}
		return
	}
	if hidden || a.Header().Get("X-Robots-Tag") != "" {
		w.fault(address, "a page that search engines cannot find")
	}
	own, _, _ := strings.Cut(baseURL+address, "?")
	for _, selector := range []string{"link[rel=canonical]", "link[hreflang=" + w.lang + "]"} {
		if n := webtest.First(a.doc, selector); n == nil || webtest.Attr(n, "href") != own {
			w.fault(address, "%s is not %s", selector, own)
		}
	}
}

// switchOf reads the language switch: the address in each language.
func switchOf(a reply) map[string]string {
	others := map[string]string{}
	for _, n := range webtest.Find(a.doc, ".langs a") {
		others[webtest.Attr(n, "hreflang")] = webtest.Attr(n, "href")
	}
	return others
}

// link follows links to this site and looks at those to others.
func (w *walk) link(from string, p *walkedPage, l webtest.Link) {
	href := strings.TrimPrefix(l.Href, baseURL)
	switch u, err := url.Parse(href); {
	case err != nil:
		w.fault(from, "the link %q: %v", l.Href, err)
	case u.Host != "":
		if u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(l.Rel, "noreferrer") {
			w.fault(from, "the link %q with rel=%q to another site", l.Href, l.Rel)
		}
	case strings.HasPrefix(href, "#"): // webtest.Check has found its end
	case !strings.HasPrefix(href, "/"):
		w.fault(from, "the link %q is no path", l.Href)
	default:
		p.links = append(p.links, href)
		w.enqueue(href)
	}
}

// form fills in a form in every way that a choice offers.
func (w *walk) form(from string, f webtest.Form) {
	private := strings.Contains(f.Action, "/check/private")
	changing := strings.Count(from, "/") > 3 && !strings.Contains(from, "/check/private")
	switch {
	case private || changing: // the walk without a trace; scripts
	case f.Method == "get" && !strings.Contains(from, "?") && oneIn(4, behindLanguage(from)):
		for _, choice := range f.Choices("on") {
			sent := f.With("on", choice)
			sent.Set("date", "28.10.2025") // the last day of the law before
			w.enqueue(f.Action + "?" + sent.Encode())
		}
	case f.Method == "post":
		w.postAll(f)
	}
}

// postAll posts a form with nothing chosen, then with each choice. Where there
// are several questions the others get their first answers.
func (w *walk) postAll(f webtest.Form) {
	if key := "POST " + f.Action; w.known[key] {
		return
	} else {
		w.known[key] = true
	}
	w.mistaken(f)
	full := f.Values()
	for _, name := range f.Radios() {
		full.Set(name, f.Choices(name)[0])
	}
	for _, name := range f.Radios() {
		for _, choice := range f.Choices(name) {
			sent := webtest.Form{}.Values()
			for k, v := range full {
				sent[k] = slices.Clone(v)
			}
			sent.Set(name, choice)
			w.send(f.Action, sent)
		}
	}
}

// send posts a form whose values are all in order.
func (w *walk) send(action string, sent url.Values) {
	if sent.Get("on") == "another" {
		sent.Set("date", "25.02.2029")
	}
	if key := action + "?" + sent.Encode(); !keep(key) {
		return
	}
	a := post(w.h, action, sent)
	w.posted++
	if a.Code != http.StatusSeeOther {
		w.fault(action, "posting %s gives status %d", sent.Encode(), a.Code)
		return
	}
	w.enqueue(a.location())
}

// mistaken posts a form with nothing chosen: the page comes back and says what is
// missing.
func (w *walk) mistaken(f webtest.Form) {
	if strings.HasSuffix(f.Action, "/display") {
		return // nothing chosen is the usual look
	}
	a := post(w.h, f.Action, url.Values{})
	w.posted, w.mistakes = w.posted+1, w.mistakes+1
	if a.Code != http.StatusUnprocessableEntity || webtest.First(a.doc, ".errs a") == nil {
		w.fault(f.Action, "nothing chosen gives status %d and no summary of mistakes", a.Code)
	}
	w.sound(f.Action, a)
}

// compare looks across the languages: every link of every page leads somewhere,
// and the language switch there and back leads to where one was.
func (w *walk) compare(walks map[string]*walk) {
	for address, p := range w.pages {
		for _, href := range p.links {
			if keep(href) {
				w.arrives(walks, address, href)
			}
		}
		if p.others == nil || ofOneLanguage(address) {
			continue
		}
		for _, l := range lang.All() {
			there := walks[string(l)].pages[p.others[string(l)]]
			if there == nil || there.others[w.lang] != address {
				w.fault(address, "the switch to %s leads to %q and not back", l, p.others[string(l)])
			}
		}
	}
}

func (w *walk) arrives(walks map[string]*walk, from, href string) {
	address, fragment, _ := strings.Cut(href, "#")
	language := languageIn(address)
	in := walks[language]
	if language == "static" || language == "data" || language == "api" {
		in = w
	}
	switch {
	case in == nil || in.pages[address] == nil:
		w.fault(from, "the link %s leads nowhere", href)
	case fragment != "" && !in.pages[address].ids[fragment]:
		w.fault(from, "the link %s: the page has no such place", href)
	}
}

// faults are what was found, each with how often and where first: one mistake in
// a template is on a thousand pages.
type faults map[string]*struct {
	times int
	first string
}

func (f faults) fault(address, format string, args ...any) {
	words := fmt.Sprintf(format, args...)
	if f[words] == nil {
		f[words] = &struct {
			times int
			first string
		}{first: address}
	}
	f[words].times++
}

func (f faults) report(t *testing.T) {
	t.Helper()
	shown := 0
	for words, x := range f {
		if shown++; shown > 40 {
			t.Errorf("… and %d more kinds of fault", len(f)-shown+1)
			return
		}
		t.Errorf("%s (%d times, first on %s)", words, x.times, x.first)
	}
}
