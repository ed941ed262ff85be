package templates

import (
	"testing"
)

// nameIn gives the name of the site and nothing else.
type nameIn string

func (n nameIn) T(string) string                    { return string(n) }
func (n nameIn) With(string, map[string]any) string { return string(n) }
func (n nameIn) Count(string, int) string           { return string(n) }

func TestNameOf(t *testing.T) {
	for name, want := range map[string]siteName{
		"Местный голос": {"Местный ", "гол", "о", "с"},
		"Мясцовы голас": {"Мясцовы ", "г", "о", "лас"},
		"Local Vote":    {"Local ", "V", "o", "te"},
		"Vote":          {"", "V", "o", "te"},
		"Xyz":           {"Xyz", "", "", ""},
	} {
		if got := nameOf(nameIn(name)); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
