package e2e_test

import (
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"localvote/web/lang"
)

// A kind is one kind of page, or one state that it can be in.
type kind struct {
	name   string
	path   string // behind the language
	sent   string // form that leads there, as "country=ru age=21plus"
	posted bool
	status int
}

// settled are answers that leave nothing open.
const settled = "country=ru citizenship=by age=21plus residence=permanent registered=yes head_elected=yes"

// kinds are all kinds of pages of the site; they are the same in each language.
func (s *realSite) kinds(t *testing.T) []kind {
	t.Helper()
	var all []kind
	add := func(status int, name, path string) { all = append(all, kind{name: name, path: path, status: status}) }
	send := func(status int, name, path, sent string) {
		all = append(all, kind{name: name, path: path, sent: sent, posted: true, status: status})
	}
	for _, k := range [][2]string{
		{"home", "/"},
		{"start", "/check"},
		{"start-easy", "/check?words=easy"},
		{"start-place", "/check?place=by-orsha"},
		{"question-first", "/check/1-0000"},
		{"question", "/check/1-BAT0"},
		{"question-last", "/check/1-BCXG"},
		{"question-again", "/check/1-BD0W/residence"},
		{"question-easy", "/check/1-BAT0?words=easy"},
		{"question-place", "/check/" + s.code(t, "country=by") + "?place=by-orsha"},
		{"all", "/check/all"},
		{"private", "/check/private"},
		{"private-all", "/check/private/all"},
		{"result-yes", "/result/1-BD0W"},
		{"result-belarus", "/result/1-HZWB"},
		{"result-no", "/result/1-BE9C"},
		{"result-depends", "/result/1-0000"},
		{"result-some", "/result/1-AHG0"},
		{"result-both", "/result/" + s.code(t, "country=by citizenship=both age=21plus third_state=yes")},
		{"result-other", "/result/" + s.code(t, "country=ru citizenship=other age=21plus residence=permanent registered=yes head_elected=yes")},
		{"result-place", "/result/1-HZWB?place=by-orsha"},
		{"result-easy", "/result/1-BD0W?words=easy"},
		{"result-before", "/result/1-BD0W?on=2025-10-28"},
		{"result-pinned", "/result/1-BD0W?on=" + today + "&rules=" + s.site.Questionnaire.Hash[:12]},
		{"result-old", "/result/1-BD0W?on=" + today + "&rules=" + s.old},
		{"result-unknown-rules", "/result/1-BD0W?on=" + today + "&rules=0123456789ab"},
		{"result-wrong-day", "/result/1-BD0W?on=another&date=soon"},
		{"place-capital", "/places/by-minsk"},
		{"place-oblast", "/places/by-vitebsk-region"},
		{"place-district", "/places/by-orsha-district"},
		{"place-doubt", "/places/by-baran"},
		{"place-town", "/places/by-orsha"},
		{"place-region", "/places/ru-pskov-region"},
		{"place-federal", "/places/ru-moscow"},
		{"place-head", "/places/ru-yakutsk"},
		{"place-choice", "/places/ru-roslavl"},
		{"cite", "/cite/claim/signed-13-march"},
		{"cite-result", "/cite/result/1-BD0W-" + today},
		{"quote", "/quote/in-russia/who"},
		{"display", "/display"},
		{"feedback", "/feedback?page=/in-russia"},
		{"feedback-thanks", "/feedback/thanks?page=/in-russia&struck=yes"},
		{"statistics", "/statistics"},
		{"receipt", "/privacy/receipt"},
		{"styleguide", "/styleguide"},
		{"editors", "/editors"},
		{"leaflet", "/leaflet"},
		{"leaflet-two", "/leaflet?country=by&also=ru"},
		{"embed", "/embed"},
		{"offline", "/offline"},
		{"offline-lost", "/offline/lost"},
		{"search", "/search"},
		{"search-answers", "/search?q=" + url.QueryEscape("ВНЖ")},
		{"search-place", "/search?q=" + url.QueryEscape("Орша")},
		{"search-other", "/search?q=" + url.QueryEscape("жыхарства")},
		{"search-nothing", "/search?q=xyzzyxyzzy"},
	} {
		status := http.StatusOK
		if k[0] == "result-wrong-day" {
			status = http.StatusUnprocessableEntity
		}
		add(status, k[0], k[1])
	}
	for _, p := range s.site.Book.All() {
		if p.ID != "home" {
			add(http.StatusOK, "page-"+p.ID, "/"+p.ID)
		}
		if p.ID != "home" && p.Easy[lang.RU] != nil {
			add(http.StatusOK, "page-"+p.ID+"-easy", "/"+p.ID+"/easy")
		}
	}
	const wrong = http.StatusUnprocessableEntity
	send(wrong, "start-wrong", "/check", "")
	send(http.StatusOK, "feedback-no", "/feedback", "page=/standing verdict=no")
	send(wrong, "feedback-wrong", "/feedback", "page=/standing verdict=wrong send=yes website=spam")
	send(wrong, "question-wrong", "/check/1-BAT0/residence", "residence=moon")
	send(wrong, "all-wrong", "/check/all", "residence=moon on=another date=soon")
	send(http.StatusOK, "private-question", "/check/private", "asked=country country=ru")
	send(wrong, "private-question-wrong", "/check/private", "asked=age country=ru citizenship=by")
	send(http.StatusOK, "private-result", "/check/private", "show=result "+settled)
	send(http.StatusOK, "private-result-checked", "/check/private", "show=result custody=record incapable=unknown "+settled)
	send(wrong, "private-all-wrong", "/check/private/all", "custody=moon")
	add(http.StatusNotFound, "not-found", "/nothing")
	add(http.StatusNotFound, "bad-code", "/check/1-ZZZZ")
	add(http.StatusInternalServerError, "broken", "/broken")
	return all
}

// code is the share code of answers written as "country=ru citizenship=by".
func (s *realSite) code(t *testing.T, answers string) string {
	t.Helper()
	named := map[string]string{}
	for pair := range strings.FieldsSeq(answers) {
		question, answer, _ := strings.Cut(pair, "=")
		named[question] = answer
	}
	a, bad := s.site.Questionnaire.Parse(named)
	if len(bad) > 0 {
		t.Fatalf("%s: %v", answers, bad)
	}
	return s.site.Questionnaire.Code(a)
}

// A stop is one kind of page in one language.
type stop struct {
	kind
	lang    lang.Lang
	address string
	turn    int // number of the kind, for what is looked at by turns
}

func (s stop) String() string { return string(s.lang) + " " + s.name }

// stops are all kinds of pages, each in one of the languages, by turns. With
// E2E=all it is each in every language, as CI wants it; with -short and with the
// race detector one in five.
func (s *realSite) stops(t *testing.T) []stop {
	t.Helper()
	var all []stop
	for i, k := range s.kinds(t) {
		for j, l := range lang.All() {
			if everything() || !sampled() && i%3 == j || sampled() && (i+2*j)%15 == 0 {
				all = append(all, stop{k, l, s.URL + "/" + string(l) + k.path, i})
			}
		}
	}
	return all
}

func sampled() bool { return raced || testing.Short() }

func everything() bool { return os.Getenv("E2E") == "all" && !sampled() }

// visit opens the page of a stop. A form is sent from the page before it, which is
// one of the site.
func (p *tab) visit(s stop) {
	p.t.Helper()
	if s.posted {
		p.goes(s.address, submitted(s))
	} else {
		p.open(s.address)
	}
	p.is("performance.getEntriesByType('navigation')[0].responseStatus", strconv.Itoa(s.status))
}
