package short

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/web/lang"
)

// Every code comes back from its address in every language, in letters of any
// size, and the addresses of all languages differ.
func TestRoundTrip(t *testing.T) {
	seen := map[string]bool{}
	n := 0
	for _, a := range alphabet {
		for _, b := range alphabet {
			for _, c := range alphabet {
				code := string(a) + string(b) + string(c)
				if !isCode(code) {
					continue
				}
				for _, l := range lang.All() {
					address := Address(l, code)
					n++
					if got, back, ok := Parse(strings.ToUpper(address)); !ok || got != l || back != code || len(address) != Length || seen[address] {
						t.Fatalf("%s %s: %s gives %s %s %v", l, code, address, got, back, ok)
					}
					seen[address] = true
				}
			}
		}
	}
	t.Logf("%d addresses", n)
}

// A slip in one sign, and two signs that were exchanged, are always noticed.
func TestSlips(t *testing.T) {
	for _, l := range lang.All() {
		for _, code := range []string{"222", "k7m", "zzz", "234", "9bc"} {
			address := Address(l, code)
			for i := range len(address) {
				for _, sign := range alphabet + "01ilo-ў" {
					slip := address[:i] + string(sign) + address[i+1:]
					if _, _, ok := Parse(slip); ok && slip != address {
						t.Errorf("%s passes for %s", slip, address)
					}
				}
				for j := range i {
					b := []byte(address)
					b[i], b[j] = b[j], b[i]
					if _, _, ok := Parse(string(b)); ok && string(b) != address {
						t.Errorf("%s passes for %s", b, address)
					}
				}
			}
		}
	}
	for _, wrong := range []string{"", "r", "rrrrrrrrrrrr", "ў2222", "\x00\x00\x00\x00\x00"} {
		if _, _, ok := Parse(wrong); ok {
			t.Errorf("%q passes", wrong)
		}
	}
}

func TestNewAvoidsTaken(t *testing.T) {
	first := New("/about", func(string) bool { return false })
	second := New("/about", func(code string) bool { return code == first })
	if !isCode(first) || !isCode(second) || first == second || first != New("/about", func(string) bool { return false }) {
		t.Errorf("%s %s", first, second)
	}
}

func TestLoad(t *testing.T) {
	paths := []string{"/about", "/places/by-orsha"}
	for name, c := range map[string]struct {
		file  string
		codes string
	}{
		"good":          {"code,path\n222,/about\n223,/places/by-orsha\n", ""},
		"two of one":    {"code,path\n222,/about\n223,/places/by-orsha\n224,/about\n", ""},
		"missing":       {"code,path\n222,/about\n", "Q05"},
		"no code":       {"code,path\n0l1,/about\n223,/places/by-orsha\n222,/about\n", "Q02"},
		"with e":        {"code,path\n22e,/about\n223,/places/by-orsha\n222,/about\n", "Q02"},
		"twice":         {"code,path\n222,/about\n222,/places/by-orsha\n223,/places/by-orsha\n", "Q03"},
		"nowhere":       {"code,path\n222,/about\n223,/places/by-orsha\n224,/gone\n", "Q04"},
		"head":          {"short,path\n222,/about\n", "Q01"},
		"not CSV":       {"code,path\n222\n", "Q01"},
		"quotation":     {"code,path\n\"222,/about\n", "Q01"},
		"empty":         {"", "Q05"},
		"mark and CRLF": {"\ufeffcode,path\r\n222,/about\r\n223,/places/by-orsha\r\n", ""},
	} {
		r, list := Load(fstest.MapFS{File: {Data: []byte(c.file)}}, paths)
		var codes []string
		for _, p := range list {
			codes = append(codes, p.Code)
		}
		if got := strings.Join(slices.Compact(codes), " "); got != c.codes {
			t.Errorf("%s: %q, want %q", name, got, c.codes)
		}
		if code, ok := r.Code("/about"); c.codes == "" && (!ok || code != "222") {
			t.Errorf("%s: the first code of a page is %q", name, code)
		}
	}
	if _, list := Load(fstest.MapFS{}, paths); len(list) != 1 || list.Errors() != 0 {
		t.Errorf("without the file: %v", list)
	}
}
