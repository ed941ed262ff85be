package web

import "testing"

func TestAccepted(t *testing.T) {
	const bib, ris, csl, html, text = "application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json", "text/html", "text/plain"
	offers := []string{html, text, bib, ris, csl}
	for _, x := range []struct{ header, want string }{
		{"", html},
		{"*/*", html},
		{"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", html},
		{bib, bib},
		{"Application/X-BibTeX", bib},
		{ris + ", " + bib + ";q=0.9", ris},
		{ris + ";q=0.1, " + bib + ";q=0.2", bib},
		{"*/*;q=0.1, " + csl, csl},
		{"text/*", html},
		{"text/*;q=0.5, " + text, text},
		{"text/*, text/html;q=0", text},
		{"application/*", bib},
		{"*/*, text/html;q=0.2", text},
		{bib + ";charset=utf-8;q=0.3, " + text + ";q=0.2", bib},
		{"image/png", ""},
		{"image/png, */*;q=0", ""},
		{bib + ";q=0", ""},
		{"junk", html}, // not one part can be read
		{";;;,,,", html},
		{"*/html", html},
		{bib + ";q=2, " + ris, ris},
		{bib + ";q=NaN, " + ris, ris},
		{"text", html},
	} {
		got, ok := accepted(x.header, offers)
		if ok != (x.want != "") || ok && got != x.want {
			t.Errorf("%q gives %q %v, want %q", x.header, got, ok, x.want)
		}
	}
}
