package store

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func version(page, words string, seen time.Time) PageVersion {
	return PageVersion{Hash: hashOf(page + words), Page: page, Lang: "be", Words: hashOf(words), Title: "Як галасаваць", FirstSeen: seen,
		ArticleFrom: 1, ArticleTo: 4, Added: 1, Changed: 2, Removed: 3, Body: []byte("<" + words + ">"), Blocks: []byte("[]")}
}

func TestKeepPages(t *testing.T) {
	s := open(t, newPath(t))
	at := halfPastEleven
	sheet := AssetVersion{Hash: hashOf("css"), Kind: "text/css", Body: []byte("a{}")}
	// Two within a millisecond: the order of writing decides.
	list := []PageVersion{version("a", "one", at), version("a", "two", at), version("b", "one", at), version("a", "one", at.Add(time.Hour))}
	if n, err := s.KeepPages(t.Context(), []AssetVersion{sheet}, list); n != 3 || err != nil {
		t.Fatalf("%d kept, %v", n, err)
	}
	if n, err := s.KeepPages(t.Context(), []AssetVersion{sheet}, list); n != 0 || err != nil {
		t.Errorf("the second time %d kept, %v", n, err)
	}
	last, err := s.LatestPage(t.Context(), "a", "be")
	if err != nil || last.Hash != list[1].Hash || !last.FirstSeen.Equal(at) || string(last.Article()) != "two" || last.Removed != 3 || last.Title != list[1].Title {
		t.Errorf("latest: %+v, %v", last, err)
	}
	if _, err := s.LatestPage(t.Context(), "a", "en"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	versions, err := s.PageVersions(t.Context(), "a", "be")
	if err != nil || len(versions) != 2 || versions[0].Hash != list[1].Hash || versions[0].Body != nil {
		t.Errorf("versions: %+v, %v", versions, err)
	}
	for page, want := range map[string]int{"": 1, "a": 1, "b": 0} {
		fresh, err := s.NewVersions(t.Context(), "be", page, 10)
		if err != nil || len(fresh) != want || want > 0 && fresh[0].Hash != list[1].Hash {
			t.Errorf("new versions of %q: %+v, %v", page, fresh, err)
		}
	}
	if all, err := s.AllPageVersions(t.Context()); err != nil || len(all) != 3 {
		t.Errorf("all: %d, %v", len(all), err)
	}
	if p, err := s.PageVersion(t.Context(), list[0].Hash[:12]); err != nil || p.Words != hashOf("one") {
		t.Errorf("by the beginning of its hash: %+v, %v", p, err)
	}
	if _, err := s.PageVersion(t.Context(), strings.Repeat("0", 12)); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if f, err := s.Asset(t.Context(), sheet.Hash); err != nil || f.Kind != sheet.Kind || string(f.Body) != "a{}" {
		t.Errorf("%+v, %v", f, err)
	}
	bad := version("a", "three", at)
	bad.Hash = "x"
	if n, err := s.KeepPages(t.Context(), nil, []PageVersion{version("a", "four", at), bad}); n != 0 || err == nil {
		t.Errorf("%d kept, %v", n, err)
	}
}
