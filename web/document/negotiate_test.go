package document

import (
	"slices"
	"strings"
	"testing"
)

func TestPreference(t *testing.T) {
	for header, want := range map[string]string{
		"":                               "plain",
		"gzip, deflate, br, zstd":        "br zstd gzip plain",
		"gzip,deflate,br,zstd":           "br zstd gzip plain",
		"gzip, deflate":                  "gzip plain",
		"deflate":                        "plain",
		"br":                             "br plain",
		"BR;Q=1.0":                       "br plain",
		"br;q=0, gzip":                   "gzip plain",
		"br;q=0,gzip;q=0":                "plain",
		"br; q=0.5, gzip; q=0.8":         "gzip br plain",
		"br;q=0.8,gzip;q=0.8":            "br gzip plain",
		"zstd, br;q=0.9":                 "zstd br plain",
		"*":                              "br zstd gzip plain",
		"*;q=0":                          "plain",
		"*;q=0, gzip":                    "gzip plain",
		"br;q=0, *":                      "zstd gzip plain",
		"gzip;q=0, *;q=0.1":              "br zstd plain",
		"gzip;q=0, x-gzip, br;q=0":       "plain",
		"x-gzip":                         "gzip plain",
		"identity":                       "plain",
		"identity;q=1, gzip;q=0.5":       "plain",
		"identity;q=0.5, gzip;q=1":       "gzip plain",
		"identity;q=0":                   "plain",
		"br;q=ten, gzip":                 "gzip plain",
		"br;q=2":                         "plain",
		"br;q=NaN":                       "plain",
		"br;quality=1, gzip":             "gzip plain",
		" , ;q=1, gzip ;q=0.001 ":        "gzip plain",
		"brotli, gzipped, \x00\xff;;;==": "plain",
	} {
		var got []string
		for _, kind := range preference([]string{header}) {
			got = append(got, []string{brotliForm: "br", zstdForm: "zstd", gzipForm: "gzip", plainForm: "plain"}[kind])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("preference(%q) = %q, want %q", header, got, want)
		}
		if takes := slices.Contains(got, "gzip"); TakesGzip(header) != takes {
			t.Errorf("TakesGzip(%q) = %v", header, !takes)
		}
	}
	if got := preference([]string{"gzip;q=0.5", "br"}); !slices.Equal(got, []uint8{brotliForm, gzipForm, plainForm}) {
		t.Errorf("two headers: %v", got)
	}
}

func TestMatches(t *testing.T) {
	for header, want := range map[string]bool{
		`"abc"`: true, `W/"abc"`: true, `"abc-b"`: true, `"x", W/"abc-g" , "y"`: true, `*`: true,
		`"abcd"`: false, `abc`: false, `"abc`: false, `W/abc`: false, ``: false, `"b-abc"`: false, `,,"",`: false,
	} {
		if got := Matches(header, "abc"); got != want {
			t.Errorf("Matches(%q) = %v", header, got)
		}
	}
}

func FuzzNegotiation(f *testing.F) {
	for _, seed := range []string{"gzip, deflate, br, zstd", "br;q=0.5, *;q=0", "identity;q=0", `"abc-b", W/"x"`, "\x00;q=;,"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		order := preference([]string{header})
		if len(order) == 0 || order[len(order)-1] != plainForm {
			t.Errorf("%q: %v", header, order)
		}
		Matches(header, "abc")
	})
}
