package export

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"

	"localvote/web/lang"
)

// needServer are pages of which a copy would be of no use: what they show depends on
// what a reader sends, or they are about what only a server gives.
var needServer = []string{"search", "display", "styleguide", "editors", "api", "embed", "feeds"}

// holds tells whether an address, without its fragment, is part of the copy: the
// book, places, questions and results under the law of the day, in both kinds of words.
// Left out is what exists for every block (quotations), for every entry and result
// (citations), for every change (versions), and what only a server can do.
func (c *copier) holds(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" || !strings.HasPrefix(u.Path, "/") {
		return false
	}
	folders := strings.Split(u.Path[1:], "/")
	last := len(folders) - 1
	switch {
	case folders[0] == "static" || folders[0] == "data":
		return u.RawQuery == "" && path.Ext(folders[last]) != ""
	case u.Path == "/":
		return u.RawQuery == ""
	case last == 0:
		return false
	}
	if c.alone() && path.Ext(u.Path) == ".ics" {
		return false // an election day in a calendar names its page
	}
	l, ok := lang.Parse(folders[0])
	return ok && c.speaks(l) && u.Path == "/"+string(l)+"/"+strings.Join(folders[1:], "/") && holdsPage(folders[1:], u.Query())
}

// holdsPage is the same for an address behind the language.
func holdsPage(folders []string, query url.Values) bool {
	if !only(query, queriesOf[folders[0]]) {
		return false
	}
	switch len(folders) {
	case 1:
		return slices.Contains([]string{"", ".csv", ".ics"}, path.Ext(folders[0])) && !slices.Contains(needServer, folders[0])
	case 2:
		return path.Ext(folders[1]) == "" && (folders[0] == "places" || folders[1] == "easy" || folders[0] == "result" ||
			folders[0] == "check" && folders[1] != "all" && folders[1] != "private")
	}
	return false
}

// queriesOf are the queries with which a page is copied. All others choose a day, an
// edition or rows of a table.
var queriesOf = map[string][]string{
	"check":   {"words", "country", "citizenship", "age", "residence", "registered", "head_elected", "third_state"},
	"result":  {"words"},
	"leaflet": {"also", "country"},
}

func only(query url.Values, names []string) bool {
	for name := range query {
		if !slices.Contains(names, name) {
			return false
		}
	}
	return true
}

// leadsOn tells addresses that may lead on: named answers to a code
// (/ru/check?citizenship=by), a code to its result (/ru/check/1-BD0W).
func leadsOn(address string) bool {
	path, query, _ := strings.Cut(address, "?")
	folders := strings.Split(path, "/")
	return len(folders) > 2 && folders[2] == "check" && (len(folders) == 3 && query != "" || len(folders) == 4)
}

// takesAnswer tells addresses to which the form of one question is sent:
// /ru/check, /ru/check/1-BAT0/residence.
func takesAnswer(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	folders := strings.Split(path, "/")
	return len(folders) > 2 && folders[2] == "check" && (len(folders) == 3 || len(folders) == 5 && folders[3] != "private")
}

// withoutPlace leaves out for which place a reader checks: the code says already
// whether people elect the head there, and there are five hundred places.
func withoutPlace(address string) string {
	u, err := url.Parse(address)
	if err != nil || !strings.Contains(u.RawQuery, "place=") {
		return address
	}
	query := u.Query()
	query.Del("place")
	u.RawQuery = query.Encode()
	return u.String()
}

func isResult(address string) bool { return strings.Contains(address, "/result/") }

// fileOf is the file of an address that is part of the copy. The ending stands in
// the names and in the links, so that nothing depends on how a host is set up.
func fileOf(address string) string {
	p, query, _ := strings.Cut(strings.TrimPrefix(address, "/"), "?")
	switch {
	case p == "" || strings.HasSuffix(p, "/"):
		p += "index"
	case path.Ext(p) != "" && !isResult(address):
		return p
	}
	values, _ := url.ParseQuery(query)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		p += "~" + name + "-" + values.Get(name)
	}
	return p + ".html"
}

// relative is the way from one file to another.
func relative(from, to string) string {
	a, b := strings.Split(from, "/"), strings.Split(to, "/")
	for len(a) > 1 && len(b) > 1 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return strings.Repeat("../", len(a)-1) + strings.Join(b, "/")
}
