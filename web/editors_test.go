package web_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"localvote/content"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/webtest"
)

// filesWith are the real files with words exchanged in one of them.
func filesWith(t *testing.T, name, old, replacement string) site.Files {
	t.Helper()
	data, err := content.FS.ReadFile(name)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%s does not say %q: %v", name, old, err)
	}
	files := realFiles
	files.Content = over{content.FS, fstest.MapFS{name: {Data: []byte(strings.Replace(string(data), old, replacement, 1))}}}
	return files
}

// over is a file system with some files exchanged.
type over struct{ below, above fs.FS }

func (o over) Open(name string) (fs.File, error) {
	if f, err := o.above.Open(name); err == nil {
		if info, err := f.Stat(); err == nil && !info.IsDir() {
			return f, nil
		}
		f.Close()
	}
	return o.below.Open(name)
}

// The editors' page says what is live and why newer content is not, in the
// language of the page, and forgets it when the content is mended.
func TestEditorsPage(t *testing.T) {
	r := newRig(t)
	a := get(r, "/ru/editors").want(t, http.StatusOK)
	if a.Header().Get("Cache-Control") != "no-store" || a.Header().Get("X-Robots-Tag") != "noindex" {
		t.Errorf("a page of the moment may be kept: %v", a.Header())
	}
	for _, want := range []string{r.q.Hash[:12], "21 ноября 2026 года, 15:00", "Ошибок, которые задержали бы новые тексты, нет"} {
		if !strings.Contains(webtest.Plain(a.text()), want) {
			t.Errorf("%q is missing in %s", want, a.text())
		}
	}

	const file = "eligibility/rules/ru.yaml"
	if swapped, _ := r.live.Rebuild(filesWith(t, file, "effect: grant", "effect: grnat")); swapped {
		t.Fatal("unsound content is live")
	}
	for l, want := range map[lang.Lang]string{lang.RU: "Новые тексты не показаны", lang.BE: "Новыя тэксты не паказаныя", lang.EN: "Newer texts are not shown"} {
		a := get(r, "/"+string(l)+"/editors").want(t, http.StatusOK)
		text := webtest.Plain(a.text())
		if !strings.Contains(text, want) || !strings.Contains(text, "2026") || !strings.Contains(text, file+":") || !strings.Contains(text, "grant") {
			t.Errorf("%s: %s", l, text)
		}
		for _, words := range webtest.Check(a.doc) {
			t.Logf("%s: %s", l, words) // mistakes quote what is wrong, in any language
		}
	}
	var ready struct {
		Content struct {
			Refused time.Time `json:"refused_since"`
		}
	}
	if err := json.Unmarshal(get(r, "/readyz").Body.Bytes(), &ready); err != nil || !ready.Content.Refused.Equal(clock()) {
		t.Errorf("refused since %v: %v", ready.Content.Refused, err)
	}

	if swapped, problems := r.live.Rebuild(realFiles); !swapped {
		t.Fatal(problems)
	}
	if text := get(r, "/en/editors").text(); strings.Contains(text, "not shown") && !strings.Contains(text, "Everything read last is shown") {
		t.Errorf("mended, and still: %s", text)
	}
	if strings.Contains(get(r, "/readyz").Body.String(), "refused_since") {
		t.Error("mended, and /readyz does not know")
	}
}
