package short

import (
	"testing"
	"testing/fstest"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"rk7mw", "RK7MW", "", "rrrrr", "ſſſſſ", "K2222", "\xff\xff\xff\xff\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		if l, code, ok := Parse(address); ok && Address(l, code) == "" {
			t.Errorf("%q is read as %s %q", address, l, code)
		}
	})
}

func FuzzLoad(f *testing.F) {
	for _, seed := range []string{"code,path\n222,/about\n", "", "\ufeffcode,path\r\n", "code,path\n\"222,/about\n", "code,path\n222,/about\n222,/about\n", "a,b,c\n\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if r, list := Load(fstest.MapFS{File: {Data: []byte(text)}}, []string{"/about"}); list.Errors() == 0 && r == nil {
			t.Errorf("%q: neither a registry nor a mistake", text)
		}
	})
}
