// Package hostile is a corpus of requests that nobody sends in good faith, after the
// categories of OWASP's testing guide, and a judge of the answers. The requests are
// bytes for a socket, as between a clean client and the server much would be repaired
// that must not be. It is for tests and for cmd/trial, and no part of the server.
package hostile

import (
	"embed"
	"fmt"
	"path"
	"strconv"
	"strings"
)

//go:embed corpus/*.txt
var corpus embed.FS

// Base is the address of the site that the requests are meant for; the server must be
// told it.
const Base = "https://localvote.example"

const host = "localvote.example"

// A Case is one request.
type Case struct {
	Category string
	Payload  string // as it stands in the corpus, for people
	Marker   string // stands in the request and nowhere else
	Raw      []byte // what is sent
	Shape    bool   // broken as HTTP: it must be refused, and never count as two requests
}

func (c Case) String() string { return fmt.Sprintf("%s %q (%.90q)", c.Category, c.Payload, c.Raw) }

// perPayload is how many of the places that take a kind of payload each payload is put
// into; the next payload goes on with the next places, so all places are reached.
const perPayload = 8

// Cases is the whole corpus, always in the same order.
func Cases() []Case {
	m := &maker{}
	files, err := corpus.ReadDir("corpus")
	if err != nil {
		panic(err) // it is built in
	}
	for _, f := range files {
		text, err := corpus.ReadFile(path.Join("corpus", f.Name()))
		if err != nil {
			panic(err)
		}
		m.file(strings.TrimSuffix(f.Name(), ".txt"), string(text))
	}
	m.methods()
	m.bombs()
	m.shapes()
	return m.cases
}

// A maker makes cases one after the other.
type maker struct {
	cases  []Case
	places int // used so far
}

// file makes cases of a file of the corpus, whose first line says into what its
// payloads are put.
func (m *maker) file(category, text string) {
	first, rest, _ := strings.Cut(text, "\n")
	kinds, ok := strings.CutPrefix(first, "# into: ")
	if !ok {
		panic(category + ".txt does not say where its payloads belong")
	}
	var into []place
	for kind := range strings.FieldsSeq(kinds) {
		if len(places[kind]) == 0 {
			panic(category + ".txt: there are no places of the kind " + kind)
		}
		into = append(into, places[kind]...)
	}
	for line := range strings.Lines(rest) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || strings.HasPrefix(line, "# ") {
			continue
		}
		payload := line
		if quoted, err := strconv.Unquote(line); err == nil && line[0] == '"' {
			payload = quoted
		}
		for range min(perPayload, len(into)) {
			m.add(category, payload, into[m.places%len(into)])
			m.places++
		}
	}
}

// add makes a case of a payload at a place.
func (m *maker) add(category, payload string, at place) {
	marker := fmt.Sprintf("zq%05dqz", len(m.cases))
	filled := strings.NewReplacer("{m}", marker, "{base}", Base).Replace(payload)
	m.cases = append(m.cases, Case{Category: category, Payload: payload, Marker: marker, Raw: []byte(at(filled))})
}
