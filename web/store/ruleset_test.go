package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func publish(t *testing.T, s *Store, hash, day string) Ruleset {
	t.Helper()
	r, err := s.Publish(t.Context(), hash, day, 1, []byte("zip of "+hash))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPublishNumbersWithinTheDay(t *testing.T) {
	s := open(t, newPath(t))
	for i := 1; i <= 12; i++ {
		r := publish(t, s, hashOf(fmt.Sprint(i)), "2026-11-21")
		if want := fmt.Sprintf("2026-11-21.%d", i); r.ID != want {
			t.Errorf("id %s, want %s", r.ID, want)
		}
	}
	if r := publish(t, s, hashOf("next day"), "2026-11-22"); r.ID != "2026-11-22.1" {
		t.Errorf("next day: %s", r.ID)
	}
}

func TestPublishTwice(t *testing.T) {
	s := open(t, newPath(t))
	first := publish(t, s, hashOf("a"), "2026-11-21")
	if age := time.Since(first.PublishedAt); age < -time.Minute || age > time.Minute {
		t.Errorf("published at %v", first.PublishedAt)
	}
	again, err := s.Publish(t.Context(), hashOf("a"), "2027-01-01", 9, []byte("other"))
	if err != nil || again.ID != first.ID || again.Layout != 1 || string(again.Files) != string(first.Files) {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestPublishRefuses(t *testing.T) {
	s := open(t, newPath(t))
	for _, c := range []struct{ hash, day string }{
		{"", "2026-11-21"},
		{"abc", "2026-11-21"},
		{strings.ToUpper(hashOf("a")), "2026-11-21"},
		{hashOf("a"), ""},
		{hashOf("a"), "2026-02-30"},
		{hashOf("a"), "21.11.2026"},
	} {
		if _, err := s.Publish(t.Context(), c.hash, c.day, 1, nil); err == nil {
			t.Errorf("Publish(%q, %q) gives no error", c.hash, c.day)
		}
	}
}

func TestRulesetByHashOrID(t *testing.T) {
	s := open(t, newPath(t))
	one := "0123456789abcdef" + strings.Repeat("1", 48)
	two := "0123456789fedcba" + strings.Repeat("2", 48)
	last := strings.Repeat("f", 64)
	for _, h := range []string{one, two, last} {
		publish(t, s, h, "2026-11-21")
	}
	for _, c := range []struct {
		given, want string
		err         error
	}{
		{one, one, nil},
		{one[:16], one, nil},
		{one[:11], one, nil},
		{strings.ToUpper(two[:20]), two, nil},
		{last[:8], last, nil},
		{"2026-11-21.2", two, nil},
		{"0123456789", "", ErrAmbiguous},
		{"01234567", "", ErrAmbiguous},
		{"0123456", "", ErrNotFound}, // too short to mean anything
		{"abcdefab", "", ErrNotFound},
		{one + "1", "", ErrNotFound},
		{"2026-11-21.4", "", ErrNotFound},
		{"2026-11-21", "", ErrNotFound},
		{"", "", ErrNotFound},
		{"%", "", ErrNotFound},
		{"' OR 1=1 --", "", ErrNotFound},
	} {
		r, err := s.Ruleset(t.Context(), c.given)
		if r.Hash != c.want || !errors.Is(err, c.err) {
			t.Errorf("Ruleset(%q) = %s, %v; want %s, %v", c.given, r.Hash, err, c.want, c.err)
		}
		if err == nil && string(r.Files) != "zip of "+r.Hash {
			t.Errorf("Ruleset(%q) has files %q", c.given, r.Files)
		}
	}
}

func TestRulesets(t *testing.T) {
	s := open(t, newPath(t))
	if list, err := s.Rulesets(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("empty: %v, %v", list, err)
	}
	var want []string
	for i := range 11 {
		r := publish(t, s, hashOf(fmt.Sprint(i)), "2026-11-21")
		want = append([]string{r.ID}, want...)
	}
	list, err := s.Rulesets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range list {
		got = append(got, r.ID)
		if r.Files != nil {
			t.Errorf("%s comes with its files", r.ID)
		}
	}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("order %q", got)
	}
}

// Two stores on one file stand for two processes during a restart.
func TestPublishConcurrently(t *testing.T) {
	path := newPath(t)
	patient := Options{BusyTimeout: 30 * time.Second}
	var stores []*Store
	for range 2 {
		s, err := Open(t.Context(), path, patient)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		stores = append(stores, s)
	}
	var mu sync.Mutex
	ids := map[string]map[string]bool{} // hash -> ids that were given for it
	var publishers sync.WaitGroup
	for i := range 40 {
		publishers.Go(func() {
			hash := hashOf(fmt.Sprint(i % 5))
			r, err := stores[i%2].Publish(t.Context(), hash, "2026-11-21", 1, []byte("zip"))
			if err != nil || r.Hash != hash {
				t.Errorf("%+v, %v", r, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if ids[hash] == nil {
				ids[hash] = map[string]bool{}
			}
			ids[hash][r.ID] = true
		})
	}
	publishers.Wait()
	all := map[string]bool{}
	for hash, of := range ids {
		if len(of) != 1 {
			t.Errorf("%s was given ids %v", hash, of)
		}
		for id := range of {
			all[id] = true
		}
	}
	for i := 1; i <= 5; i++ {
		if id := fmt.Sprintf("2026-11-21.%d", i); !all[id] {
			t.Errorf("no ruleset is called %s: %v", id, all)
		}
	}
}
