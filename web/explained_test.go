package web_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// personaCodes are the codes of the test persons, each once.
func personaCodes(r *rig) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range r.q.Personas {
		if code := r.q.Code(p.Answers); !seen[code] {
			seen[code] = true
			out = append(out, code)
		}
	}
	return out
}

// A result is the same, byte by byte, whether its explanation was drawn for it or for
// another address before: every test person, in three languages, before and after the
// law changed; some of them in easy words and in a place.
func TestExplainedForAnotherAddress(t *testing.T) {
	oneByOne(t)
	one, other := newRig(t), newRig(t)
	few := []string{"", "?on=2026-11-20", "?on=2025-10-28"}
	more := append([]string{"?on=2025-06-01", "?words=easy&on=2026-11-20", "?words=easy", "?on=2026-11-20&place=by-minsk", "?place=by-minsk"}, few...)
	packed := func(h http.Handler, address string) []byte {
		request := httptest.NewRequest(http.MethodGet, address, nil)
		request.Header.Set("Accept-Encoding", "gzip")
		a := do(h, request).want(t, http.StatusOK)
		return unpacked(t, a.Header().Get("Content-Encoding"), a.Body.Bytes())
	}
	for n, code := range personaCodes(one) {
		queries := few
		if n%10 == 0 {
			queries = more
		}
		for _, language := range []string{"ru", "be", "en"} {
			path := "/" + language + "/result/" + code
			first := map[string][]byte{}
			for _, query := range queries {
				first[query] = packed(one, path+query)
			}
			for i := len(queries) - 1; i >= 0; i-- { // another address is the first
				if query := queries[i]; !bytes.Equal(packed(other, path+query), first[query]) {
					t.Fatalf("%s depends on what was asked for before", path+query)
				}
			}
		}
	}
}

// Explanations are kept for results with an address, few enough to be bounded, and
// never for the no-trace mode.
func TestExplanationsKept(t *testing.T) {
	r := newRig(t)
	request := httptest.NewRequest(http.MethodPost, "/be/check/private", strings.NewReader("country=by&show=result"))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	do(r, request).want(t, http.StatusOK)
	if n, _ := r.ExplanationsKept(); n != 0 {
		t.Errorf("%d explanations are kept of the no-trace mode", n)
	}
	for _, query := range []string{"", "?on=2026-11-20", "?on=2026-11-19"} {
		get(r, "/be/result/1-BD0W"+query).want(t, http.StatusOK)
	}
	if n, size := r.ExplanationsKept(); n != 1 || size > 200<<10 {
		t.Errorf("one set of answers on three days: %d explanations, %d bytes", n, size)
	}
	for _, code := range personaCodes(r) {
		get(r, "/be/result/"+code)
		get(r, "/ru/result/"+code)
	}
	if n, size := r.ExplanationsKept(); n < 20 || size > 6<<20 {
		t.Errorf("%d explanations, %d bytes", n, size)
	}
}

// Words that networks add to addresses make no other page: it is kept once, under the
// address of our own links.
func TestAddedWordsAreNoOtherPage(t *testing.T) {
	r := newRig(t)
	pinned := "?on=2026-11-20&rules=" + r.q.Hash[:12]
	for _, c := range []struct{ usual, also string }{
		{"/be/result/1-BD0W", "?fbclid=x"}, {"/be/result/1-BD0W", "?words=none&place=nowhere&on="},
		{"/be/result/1-BD0W" + pinned, "?rules=" + r.q.Hash + "&utm_source=x&on=2026-11-20"},
		{"/be/result/1-BD0W" + pinned + "&qr=yes", pinned + "&qr=1"},
	} {
		added := "/be/result/1-BD0W" + c.also
		first := get(r, added).want(t, http.StatusOK)
		if request := httptest.NewRequest(http.MethodGet, c.usual, nil); !r.ReadyFor(request) {
			t.Errorf("%s was asked for, %s is not kept", added, c.usual)
		}
		if request := httptest.NewRequest(http.MethodGet, added, nil); r.ReadyFor(request) {
			t.Errorf("%s is kept", added)
		}
		again, usual := get(r, added), get(newRig(t), c.usual)
		if !bytes.Equal(again.Body.Bytes(), usual.Body.Bytes()) || !bytes.Equal(first.Body.Bytes(), usual.Body.Bytes()) {
			t.Errorf("%s is another page than %s", added, c.usual)
		}
	}
	for _, other := range []string{"?on=1800-01-01", "?rules=00000000", "?words=easy", "?place=ru-moscow", "?on=2026-11-20"} {
		a, b := get(r, "/be/result/1-BD0W"+other), get(r, "/be/result/1-BD0W")
		if bytes.Equal(a.Body.Bytes(), b.Body.Bytes()) {
			t.Errorf("%s shows the page without it", other)
		}
	}
}
