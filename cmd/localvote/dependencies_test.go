package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// SECURITY.md says of each module that we chose what it is for, and of no other.
func TestDependenciesAreNamed(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("../../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.+) \\|$").FindAllStringSubmatch(string(text), -1) {
		named[m[1]] = m[2]
	}
	direct := 0
	for line := range strings.Lines(string(mod)) {
		m := regexp.MustCompile(`^\t(\S+) v\S+$`).FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil { // not a requirement, or one of a module that we chose ("// indirect")
			continue
		}
		direct++
		if len(named[m[1]]) < 8 {
			t.Errorf("SECURITY.md does not say what %s is for", m[1])
		}
		delete(named, m[1])
	}
	for name := range named {
		t.Errorf("SECURITY.md names %s, which go.mod does not require", name)
	}
	if direct < 10 {
		t.Errorf("go.mod requires %d modules", direct)
	}
}
