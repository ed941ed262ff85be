package templates

import "testing"

func TestHostLang(t *testing.T) {
	for host, want := range map[string]string{"порядокправа.рф": "ru", "выбары.бел": "be", "pravo.by": "", "": ""} {
		if got := hostLang(host); got != want {
			t.Errorf("%s: %q, want %q", host, got, want)
		}
	}
}
