package asset

import "testing"

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]string{
		"":                               "",
		"gzip, deflate, br, zstd":        "br",
		"gzip, deflate":                  "gzip",
		"deflate":                        "",
		"br":                             "br",
		"BR;Q=1.0":                       "br",
		"br;q=0, gzip":                   "gzip",
		"br;q=0,gzip;q=0":                "",
		"br; q=0.5, gzip; q=0.8":         "gzip",
		"br;q=0.8,gzip;q=0.8":            "br",
		"*":                              "br",
		"*;q=0":                          "",
		"*;q=0, gzip":                    "gzip",
		"br;q=0, *":                      "gzip",
		"gzip;q=0, *;q=0.1":              "br",
		"gzip;q=0, x-gzip, br;q=0":       "",
		"x-gzip":                         "gzip",
		"identity":                       "",
		"identity;q=1, gzip;q=0.5":       "",
		"identity;q=0.5, gzip;q=1":       "gzip",
		"identity;q=0":                   "",
		"br;q=ten, gzip":                 "gzip",
		"br;q=2":                         "",
		"br;q=NaN":                       "",
		"br;quality=1, gzip":             "gzip",
		" , ;q=1, gzip ;q=0.001 ":        "gzip",
		"brotli, gzipped, \x00\xff;;;==": "",
	} {
		if got := Negotiate(header); got != want {
			t.Errorf("Negotiate(%q) = %q, want %q", header, got, want)
		}
	}
}
