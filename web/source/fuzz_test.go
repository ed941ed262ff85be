package source

import (
	"strings"
	"testing"
	"testing/fstest"
)

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{good, good[:len(good)/2], strings.ReplaceAll(good, "https", "javascript"), "sources: []", "sources: {a: b}", "- \x00", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, list := Load(fstest.MapFS{"sources/a.yaml": {Data: []byte(text)}}, "sources")
		if list.Errors() > 0 {
			return
		}
		for _, s := range r.All() {
			if s.Host(); s.Linkable() && !strings.HasPrefix(s.URL, "http") {
				t.Errorf("a link to %q", s.URL)
			}
		}
	})
}
