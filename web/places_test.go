package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"localvote/web/lang"
	"localvote/web/place"
	"localvote/web/webtest"
)

// Every place page in every language says whose Councils are elected there,
// names sources and dates, and gives the verdicts that the questionnaire gives.
func TestEveryPlace(t *testing.T) {
	r := newRig(t)
	results := &resultCache{r: r, byAddress: map[string]reply{}}
	n := 0
	for _, p := range soundSite(t).Places.All() {
		if sampled() && !oneIn(10, p.ID) {
			continue
		}
		for _, l := range lang.All() {
			n++
			checkPlace(t, r, results, p, l)
		}
	}
	t.Logf("%d pages", n)
}

func checkPlace(t *testing.T, r *rig, results *resultCache, p *place.Place, l lang.Lang) {
	t.Helper()
	address := "/" + string(l) + "/places/" + p.ID
	a := get(r, address)
	if a.Code != http.StatusOK {
		t.Errorf("%s: status %d", address, a.Code)
		return
	}
	if h := webtest.Text(webtest.First(a.doc, "h1")); h != webtest.Plain(p.Names[l]) {
		t.Errorf("%s: h1 %q", address, h)
	}
	if webtest.First(a.doc, ".pass") == nil || webtest.First(a.doc, "#here") == nil || webtest.First(a.doc, "svg.stair desc") == nil {
		t.Errorf("%s: no passport, no lead or no picture", address)
	}
	about := "/" + string(l) + "/places#levels"
	if p.Kind.Page != "" {
		about = "/" + string(l) + "/" + p.Kind.Page
	}
	if to := webtest.Attr(webtest.First(a.doc, "aside .acts a"), "href"); to != about {
		t.Errorf("%s: the picture leads on to %q, not to %q", address, to, about)
	}
	for _, claim := range webtest.Find(a.doc, ".doc .claim") {
		id := webtest.Attr(claim, "id")
		plain := slices.Contains([]string{"ru-last", "doubt-name", "doubt-choice"}, id) // state nothing about law
		if !plain && webtest.First(claim, ".src") == nil {
			t.Errorf("%s#%s: a statement without a source", address, id)
		}
	}
	for _, b := range soundSite(t).Places.Bodies(p) {
		if !strings.Contains(a.text(), webtest.Plain(b.Name[l])) {
			t.Errorf("%s does not name %s", address, b.Name[l])
		}
	}
	checkVerdicts(t, results, a, p, l)
}

// checkVerdicts follows the links of the rows to the result of the questionnaire.
func checkVerdicts(t *testing.T, results *resultCache, a reply, p *place.Place, l lang.Lang) {
	t.Helper()
	rows := webtest.Find(a.doc, ".ballot a")
	if len(rows) < 5 {
		t.Errorf("%s: %d rows", p.ID, len(rows))
	}
	for _, row := range rows {
		to, right, _ := strings.Cut(webtest.Attr(row, "href"), "#")
		path, query, _ := strings.Cut(to, "?")
		if query != "place="+p.ID {
			t.Errorf("%s: the row leads to %s", p.ID, to)
		}
		result := results.get(path)
		section := webtest.First(result.doc, "#"+right)
		if section == nil {
			t.Errorf("%s: %s has no %s", p.ID, path, right)
			continue
		}
		item := row.Parent // the li, whose class is that of the verdict
		if got, want := webtest.Attr(item, "class"), strings.TrimPrefix(webtest.Attr(section, "class"), "right "); got != want {
			t.Errorf("%s in %s: %s is %s, the questionnaire says %s", p.ID, l, right, got, want)
		}
	}
}

// A resultCache asks for each result once.
type resultCache struct {
	sync.Mutex
	r         *rig
	byAddress map[string]reply
}

func (c *resultCache) get(address string) reply {
	c.Lock()
	defer c.Unlock()
	if _, ok := c.byAddress[address]; !ok {
		c.byAddress[address] = get(c.r, address)
	}
	return c.byAddress[address]
}

// The questionnaire takes a place along: it knows the country, the result names
// the Councils of the place and links back, the language switch keeps it, and a
// change of country drops it.
func TestPlaceInQuestionnaire(t *testing.T) {
	r := newRig(t)
	first := get(r, "/en/check?place=by-orsha").want(t, http.StatusSeeOther).location()
	if want := "/en/check/" + r.code(t, "country=by") + "?place=by-orsha"; first != want {
		t.Fatalf("leads to %s, want %s", first, want)
	}
	step := get(r, first).want(t, http.StatusOK)
	if !strings.Contains(webtest.Text(webtest.First(step.doc, ".ans")), "Orsha") {
		t.Error("the place is not among the answers")
	}
	action := webtest.Attr(webtest.First(step.doc, "main form"), "action")
	next := post(r, action, url.Values{"citizenship": {"ru"}}).want(t, http.StatusSeeOther).location()
	if !strings.HasSuffix(next, "?place=by-orsha") {
		t.Errorf("after an answer: %s", next)
	}
	result := get(r, "/en/result/1-HZWB?place=by-orsha").want(t, http.StatusOK)
	for id, want := range map[string]string{
		"council_vote":  "Orsha: Orsha district Council of Deputies",
		"regional_vote": "Orsha: Vitebsk oblast Council of Deputies",
		"council_stand": "Orsha: Orsha district Council of Deputies; Vitebsk oblast Council of Deputies",
	} {
		if text := webtest.Text(webtest.First(result.doc, "#"+id)); !strings.Contains(text, want) {
			t.Errorf("%s does not say %q: %s", id, want, text)
		}
	}
	links := webtest.Links(result.doc)
	for _, want := range []string{"/en/places/by-orsha", "/be/result/1-HZWB?place=by-orsha"} {
		if !slices.ContainsFunc(links, func(l webtest.Link) bool { return l.Href == want }) {
			t.Errorf("no link to %s", want)
		}
	}
	for _, l := range links {
		if strings.Contains(l.Href, "private") && strings.Contains(l.Href, "place") {
			t.Errorf("the no-trace mode would be told the place: %s", l.Href)
		}
	}
	if other := get(r, "/en/result/1-BD0W?place=by-orsha").want(t, http.StatusOK); strings.Contains(other.text(), "Orsha") {
		t.Error("a result for Russia names a place in Belarus")
	}
	if minsk := get(r, "/en/result/1-HZWB?place=by-minsk").want(t, http.StatusOK); !strings.Contains(minsk.text(), "Minsk: there is no such Council here") {
		t.Error("Minsk has no district Councils")
	}
	if unsure := get(r, "/en/result/1-HZWB?place=by-baran").want(t, http.StatusOK); !strings.Contains(unsure.text(), "City Council of Deputies (not confirmed)") {
		t.Error("what is not confirmed is not marked")
	}
	if head := get(r, "/en/check?place=ru-yakutsk").location(); !strings.Contains(head, r.code(t, "country=ru head_elected=no")) {
		t.Errorf("Yakutsk: %s", head)
	}
	if named := get(r, "/en/check?place=by-orsha&country=ru").location(); strings.Contains(named, "place") {
		t.Errorf("a place in the other country: %s", named)
	}
	get(r, "/en/check?place=by-atlantis").want(t, http.StatusOK)
}

// hitsOf reads the results of a search: the titles by group, in their order.
func hitsOf(a reply) (groups []string, titles map[string][]string) {
	titles = map[string][]string{}
	for _, section := range webtest.Find(a.doc, ".found section") {
		group := webtest.Attr(webtest.First(section, "h2"), "id")
		groups = append(groups, group)
		for _, h := range webtest.Find(section, "h3") {
			titles[group] = append(titles[group], webtest.Text(h))
		}
	}
	return groups, titles
}

func searchFor(t *testing.T, r *rig, l, query string) reply {
	t.Helper()
	return get(r, "/"+l+"/search?q="+url.QueryEscape(query)).want(t, http.StatusOK)
}

// Answers come first, then pages, then places; the very name of a place is an
// answer by itself.
func TestSearchOrder(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct{ lang, query, first, groups string }{
		{"ru", "ВНЖ", "вид на жительство (ВНЖ)", "answers pages"},
		{"en", "mayor", "", "answers pages"},
		{"be", "жыхарства", "", "answers pages"},
		{"ru", "Орша", "Орша", "places"},
		{"be", "Воршa", "Орша", "places"},
		{"en", "Vbycr", "Minsk", "places"},
	} {
		groups, titles := hitsOf(searchFor(t, r, c.lang, c.query))
		if len(groups) == 0 || !strings.HasPrefix(strings.Join(groups, " "), c.groups) {
			t.Errorf("%s: groups %q, want %q first", c.query, groups, c.groups)
			continue
		}
		if first := titles[groups[0]][0]; c.first != "" && first != c.first {
			t.Errorf("%s: the first is %q, want %q", c.query, first, c.first)
		}
	}
}

// A word of another language is found, marked as such, and leads to the same in
// the reader's language, too.
func TestSearchOtherLanguage(t *testing.T) {
	a := searchFor(t, newRig(t), "ru", "жыхарства")
	hit := webtest.First(a.doc, ".found li")
	if webtest.First(hit, "[lang=be]") == nil {
		t.Errorf("not marked as Belarusian: %s", webtest.Text(hit))
	}
	hrefs := webtest.Links(hit)
	if len(hrefs) != 2 || !strings.HasPrefix(hrefs[0].Href, "/be/") || !strings.HasPrefix(hrefs[1].Href, "/ru/") {
		t.Errorf("links %v", hrefs)
	}
}

// Two places of one name are told apart by what is said beside them.
func TestSearchNamesakes(t *testing.T) {
	a := searchFor(t, newRig(t), "en", "Dzerzhinsk")
	text := webtest.Text(webtest.First(a.doc, ".found section"))
	for _, want := range []string{"Minsk oblast, Belarus", "Nizhny Novgorod region, Russia"} {
		if !strings.Contains(text, want) {
			t.Errorf("does not say %q: %s", want, text)
		}
	}
}

// What was typed is repeated as text and nothing else, is cut where it is long,
// and is never logged.
func TestSearchJunk(t *testing.T) {
	r := newRig(t)
	for _, query := range []string{
		`"`, `*`, `минск" OR "орша`, `NEAR(a b)`, "\x00", "мин\x00ск", "\xff\xfe", "🗳️🇧🇾", `<script>alert(1)</script>`, `"><img src=x>`, `'; DROP TABLE name; --`,
		strings.Repeat("я", 10<<10), strings.Repeat("a b ", 2560), strings.Repeat(`"`, 10<<10), "\u202eкснім", "%00", "%zz",
	} {
		a := searchFor(t, r, "be", query)
		if webtest.First(a.doc, "main script") != nil || webtest.First(a.doc, "main img") != nil {
			t.Errorf("%.30q was drawn as HTML", query)
		}
		if n := len([]rune(webtest.Attr(webtest.First(a.doc, "#q"), "value"))); n > 200 {
			t.Errorf("%d letters of the query come back", n)
		}
	}
	searchFor(t, r, "be", "надзвычайны запыт")
	if log := r.log.String(); strings.Contains(log, "надзвычайны") || strings.Contains(log, "%D0") {
		t.Error("the log holds a query")
	}
}

func TestAPIPlaces(t *testing.T) {
	r := newRig(t)
	var got struct {
		Places []struct {
			ID, Country, Kind, Label, Detail, Lang string
			Region                                 *struct {
				ID    string
				Names map[string]string
			}
			Names map[string]string
		}
	}
	a := get(r, "/api/v1/places?lang=be&limit=3&q="+url.QueryEscape("орша")).want(t, http.StatusOK)
	if err := json.Unmarshal(a.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	hits := got.Places
	if len(hits) == 0 || hits[0].ID != "by-orsha" || hits[0].Region == nil || hits[0].Region.Names["en"] != "Vitebsk oblast" || hits[0].Names["be"] != "Орша" || hits[0].Kind != "by.town" || len(hits) > 3 {
		t.Errorf("%+v", hits)
	}
	if empty := get(r, "/api/v1/places?q=").want(t, http.StatusOK); !strings.Contains(empty.Body.String(), `"places":[]`) {
		t.Errorf("nothing typed: %s", empty.Body)
	}
	for address, code := range map[string]int{
		"/api/v1/places": 422, "/api/v1/places?q=a&limit=0": 422, "/api/v1/places?q=a&limit=51": 422, "/api/v1/places?q=a&limit=x": 422,
		"/api/v1/places?q=a&lang=de": 422, "/api/v1/places/by-atlantis": 404, "/api/v1/places/by-orsha?lang=de": 422,
	} {
		a := get(r, address)
		if a.Code != code || a.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", address, a.Code, a.Header().Get("Content-Type"))
		}
	}
}

// One place of the API says what its page says.
func TestAPIPlace(t *testing.T) {
	r := newRig(t)
	for _, p := range soundSite(t).Places.All() {
		if !oneIn(20, p.ID) {
			continue
		}
		var got struct {
			Bodies     []struct{ Names map[string]string }
			Verdicts   []struct{ Right, Verdict string }
			Statements []struct{ ID, HTML string }
			Confidence string
			Doubts     []struct{ ID string }
		}
		a := get(r, "/api/v1/places/"+p.ID+"?lang=en").want(t, http.StatusOK)
		if err := json.Unmarshal(a.Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		page := get(r, "/en/places/"+p.ID).want(t, http.StatusOK)
		for _, b := range got.Bodies {
			if !strings.Contains(page.text(), b.Names["en"]) {
				t.Errorf("%s: the page does not name %s", p.ID, b.Names["en"])
			}
		}
		for _, v := range got.Verdicts {
			if !slices.Contains(p.Kind.Absent, v.Right) && webtest.First(page.doc, "li.v-"+classOf(v.Verdict)) == nil {
				t.Errorf("%s: the page has no verdict %s for %s", p.ID, v.Verdict, v.Right)
			}
		}
		if len(got.Statements) < 5 || got.Confidence != string(p.Confidence) || len(got.Doubts) != len(p.Doubts) {
			t.Errorf("%s: %d statements, confidence %s, %d doubts", p.ID, len(got.Statements), got.Confidence, len(got.Doubts))
		}
	}
}

// classOf is the class of a verdict on pages.
func classOf(verdict string) string {
	switch verdict {
	case "absent":
		return "none"
	case "unclear":
		return "open"
	case "depends":
		return "dep"
	}
	return verdict
}

func BenchmarkPlacePage(b *testing.B) { benchmarkGet(b, "/be/places/by-orsha") }

func BenchmarkSearchPage(b *testing.B) {
	for name, query := range map[string]string{"place": "Орша", "answer": "ВНЖ", "slip": "регестрация"} {
		b.Run(name, func(b *testing.B) { benchmarkGet(b, "/ru/search?q="+url.QueryEscape(query)) })
	}
}
