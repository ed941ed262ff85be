package store

import (
	"errors"
	"testing"
	"time"
)

// The data of an edition are kept once, as they were first.
func TestKeepData(t *testing.T) {
	s := open(t, newPath(t))
	const edition = "0123456789ab"
	for _, body := range []string{"first", "second"} {
		if err := s.KeepData(t.Context(), edition, time.Now(), []byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Data(t.Context(), edition); err != nil || string(got) != "first" {
		t.Errorf("%q %v", got, err)
	}
	if has, err := s.HasData(t.Context(), edition); err != nil || !has {
		t.Errorf("%v %v", has, err)
	}
	if _, err := s.Data(t.Context(), "ffffffffffff"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	for _, wrong := range []string{"", "0123456789AB", "../etc", "0123456789abc"} {
		if err := s.KeepData(t.Context(), wrong, time.Now(), nil); err == nil {
			t.Errorf("%q is kept", wrong)
		}
	}
}
