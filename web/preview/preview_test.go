package preview_test

import (
	"bufio"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web"
	"localvote/web/lang"
	"localvote/web/preview"
	"localvote/web/problem"
	"localvote/web/site"
	"localvote/web/webtest"
)

var built = sync.OnceValues(func() (*site.Site, problem.List) {
	files := site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS}
	return site.Build(files.Proven())
})

func liveSite(t *testing.T) *site.Site {
	t.Helper()
	s, problems := built()
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	return s
}

func clock() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// A folder is the real content with some words exchanged: file, old, new.
func folder(t *testing.T, changes ...[3]string) site.Files {
	t.Helper()
	all := fstest.MapFS{}
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(content.FS, name)
		all[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		text := string(all[c[0]].Data)
		if !strings.Contains(text, c[1]) {
			t.Fatalf("%s does not say %q", c[0], c[1])
		}
		all[c[0]] = &fstest.MapFile{Data: []byte(strings.Replace(text, c[1], c[2], 1))}
	}
	return site.Files{Content: all, Locales: locales.FS, Static: static.FS}
}

var (
	mistake = [3]string{"eligibility/rules/ru.yaml", "effect: grant", "effect: grnat"}
	edit    = [3]string{"pages/about/page.yaml", "О проекте", "О нашем проекте"}
)

func newPreview(t *testing.T) *preview.Preview {
	t.Helper()
	p := preview.New(preview.Config{
		Against: liveSite(t), BaseURL: "http://localhost:8090", Lang: lang.EN, Now: clock, Log: slog.New(slog.DiscardHandler),
	})
	t.Cleanup(p.Close)
	return p
}

func get(h http.Handler, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// has fails unless the page came and says all of this.
func has(t *testing.T, a *httptest.ResponseRecorder, words ...string) {
	t.Helper()
	if a.Code != http.StatusOK {
		t.Errorf("status %d", a.Code)
	}
	for _, w := range words {
		if !strings.Contains(webtest.Plain(a.Body.String()), w) {
			t.Errorf("%q is missing in %.3000s", w, a.Body)
		}
	}
}

// The pages come with the bar; a mistake shows in it with file, line and hint in
// the language of the page, over the last sound edition.
func TestOverlay(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t, edit))
	has(t, get(p, "/ru/about"), "О нашем проекте", `<aside id="preview"`, "/~/preview.js", "Ошибок: 0, предупреждений: ")

	problems := p.Read(folder(t, mistake))
	if problems.Errors() == 0 {
		t.Fatal("no mistake")
	}
	a := get(p, "/ru/about")
	has(t, a, "О нашем проекте", "pv-refused", "eligibility/rules/ru.yaml:", "[E", "нашла ошибки", "grnat")
	has(t, get(p, "/be/about"), "знайшла памылкі")
	has(t, get(p, "/en/editors"), "Newer texts are not shown")
	has(t, get(p, "/~/problems?path=/en/about"), "eligibility/rules/ru.yaml:", "grant", `href="/en/about"`)
	has(t, get(p, "/~/status?path=/en/"), "English: ", "in-russia/easy")

	p.Read(folder(t))
	if a := get(p, "/ru/about"); strings.Contains(a.Body.String(), "pv-refused") || strings.Contains(a.Body.String(), "О нашем проекте") {
		t.Error("mended, and the page does not know")
	}
}

// Only what the preview needs is allowed, and nothing may be kept.
func TestHeaders(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t))
	plain := web.New(web.Config{Live: site.NewLive(liveSite(t), nil, clock), Log: slog.New(slog.DiscardHandler), Now: clock})
	for _, address := range []string{"/ru/in-russia", "/ru/places", "/en/nothing"} {
		was, is := get(plain, address).Header().Get("Content-Security-Policy"), get(p, address)
		want := strings.Replace(was, "frame-ancestors 'none'", "frame-ancestors 'self'", 1)
		if !strings.Contains(want, "script-src") {
			want += "; script-src 'self'; connect-src 'self'"
		}
		if got := is.Header().Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
		for name, value := range map[string]string{"X-Robots-Tag": "noindex", "Cache-Control": "no-store", "ETag": ""} {
			if got := is.Header().Get(name); got != value {
				t.Errorf("%s: %s is %q", address, name, got)
			}
		}
		framed := get(p, address, "Sec-Fetch-Dest", "iframe")
		if strings.Contains(framed.Body.String(), "/~/") || framed.Header().Get("Content-Security-Policy") != strings.Replace(was, "frame-ancestors 'none'", "frame-ancestors 'self'", 1) {
			t.Errorf("%s in a frame: %v", address, framed.Header())
		}
	}
	css := liveSite(t).Assets.URL("css/site.css")
	if a := get(p, css); a.Header().Get("ETag") == "" || strings.Contains(a.Body.String(), "pv-") {
		t.Error("a static file was changed")
	}
}

// Package web knows nothing of a preview.
func TestOnlyInPreview(t *testing.T) {
	plain := web.New(web.Config{Live: site.NewLive(liveSite(t), nil, clock), Log: slog.New(slog.DiscardHandler), Now: clock})
	for _, address := range []string{"/", "/ru/", "/be/about", "/en/editors", "/ru/check/1-BAT0", "/en/result/1-BD0W", "/~/problems", "/~/events", "/ru/about?on=2026-09-20"} {
		a := get(plain, address)
		if strings.Contains(a.Body.String(), "/~/") || len(a.Header().Values("Set-Cookie")) > 0 {
			t.Errorf("%s knows of the preview", address)
		}
		if strings.HasPrefix(address, "/~/") && a.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", address, a.Code)
		}
	}
}

// The draft and what is live stand side by side, and the live pages stay behind
// their prefix.
func TestCompare(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t, [3]string{"pages/about/ru.md", "{#answer}\n", "{#answer}\nНовое начало. "}))
	a := get(p, "/~/compare?path=/ru/about")
	has(t, a, `src="/~/live/ru/about"`, `src="/ru/about"`, "Изменённых абзацев: 1", `href="/ru/about#answer"`)
	if !strings.Contains(a.Header().Get("Content-Security-Policy"), "frame-src 'self'") {
		t.Error(a.Header())
	}
	live, draft := get(p, "/~/live/ru/about"), get(p, "/ru/about")
	has(t, draft, "Новое начало.")
	if strings.Contains(live.Body.String(), "Новое начало.") {
		t.Error("the draft is live")
	}
	has(t, live, "/~/live/static/css/core.", "Так сейчас на сайте")
	framed := get(p, "/~/live/ru/places", "Sec-Fetch-Dest", "iframe")
	for _, attribute := range []string{`href="/`, `src="/`, `action="/`, `data-places="/`, `data-place="/`} {
		n, behind := strings.Count(framed.Body.String(), attribute), strings.Count(framed.Body.String(), attribute+"~/live/")
		if n == 0 && attribute != `data-place="/` || n != behind {
			t.Errorf("%s: %d addresses, %d of them behind the prefix", attribute, n, behind)
		}
	}
	if a := get(p, "/~/live/ru"); a.Code != http.StatusMovedPermanently || a.Header().Get("Location") != "/~/live/ru/" {
		t.Errorf("%d, %s", a.Code, a.Header().Get("Location"))
	}
	has(t, get(p, "/~/live"+liveSite(t).Assets.URL("css/site.css")), "@layer")
	for _, bad := range []string{"https://elsewhere.example/", "//elsewhere.example/", "/~/compare", `/\elsewhere.example`, "javascript:alert(1)"} {
		has(t, get(p, "/~/compare?path="+bad), `src="/en/"`)
	}
}

func TestLanguages(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t))
	has(t, get(p, "/~/languages?path=/ru/in-russia&with=en"), `src="/ru/in-russia"`, `src="/en/in-russia"`, "Два языка рядом")
	has(t, get(p, "/~/languages?path=/be/in-russia"), `src="/be/in-russia"`, `src="/ru/in-russia"`, "Беларуская – Русский", "Беларуская – English", "Русский – English")
	has(t, get(p, "/~/languages"), `src="/en/"`, `src="/ru/"`)
}

// ?on= shows a page as on another day, and the day is carried on.
func TestDay(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t))
	if strings.Contains(get(p, "/en/in-russia").Body.String(), "Not re-checked") {
		t.Fatal("the page is old already")
	}
	a := get(p, "/en/in-russia?on=2030-01-15")
	has(t, a, "As on 2030-01-15")
	if !strings.Contains(strings.ToLower(webtest.Text(webtest.Parse(a.Body.Bytes()))), "re-checked") {
		t.Error("nothing on the page is stale")
	}
	cookie := a.Header().Get("Set-Cookie")
	if !strings.HasPrefix(cookie, "preview-day=2030-01-15;") {
		t.Fatal(cookie)
	}
	has(t, get(p, "/ru/check/all", "Cookie", "preview-day=2030-01-15"), "15 января 2030 года", "На день 2030-01-15")
	has(t, get(p, "/~/status?path=/en/", "Cookie", "preview-day=2025-10-01"), "2025-10-29", "begins to apply")
	has(t, get(p, "/en/result/1-BD0W?on=2026-09-20"), "As on 2026-09-20")
	if a := get(p, "/en/result/1-BD0W?on=2026-09-20"); a.Header().Get("Set-Cookie") != "" {
		t.Error("an election day is carried to other pages")
	}
	has(t, get(p, "/en/about?on=soon"), "cannot be shown")
	has(t, get(p, "/en/about?on=1999-01-01"), "cannot be shown")
	for _, day := range []string{"2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-01-06", "2026-01-07", "2026-01-08", "2026-01-09", "2026-01-01"} {
		has(t, get(p, "/en/about?on="+day), "As on "+day)
	}

	a = get(p, "/~/day?on=2030-01-15&path=/ru/about%3Fon%3D2029-01-01")
	if a.Code != http.StatusSeeOther || a.Header().Get("Location") != "/ru/about" || !strings.HasPrefix(a.Header().Get("Set-Cookie"), "preview-day=2030-01-15;") {
		t.Errorf("%d %v", a.Code, a.Header())
	}
	a = get(p, "/~/day?on=2030-01-15&today=1&path=/ru/about")
	if a.Header().Get("Location") != "/ru/about" || !strings.Contains(a.Header().Get("Set-Cookie"), "Max-Age=0") {
		t.Errorf("%v", a.Header())
	}
	if a := get(p, "/~/day?on=x&path=//elsewhere.example/"); !strings.HasPrefix(a.Header().Get("Location"), "/en/") {
		t.Errorf("%v", a.Header())
	}
}

// A folder that has mistakes from the beginning: every address lists them, until
// they are mended.
func TestUnsoundFromTheBeginning(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t, mistake))
	for address, words := range map[string]string{"/": "Nothing can be shown yet", "/be/check": "Пакуль няма чаго паказаць", "/ru/about": "Пока нечего показать"} {
		has(t, get(p, address), words, "eligibility/rules/ru.yaml:", "/~/preview.js")
	}
	for _, tool := range []string{"problems", "compare", "languages", "status"} {
		has(t, get(p, "/~/"+tool), "<h1>")
	}
	p.Read(folder(t))
	has(t, get(p, "/ru/about"), "О проекте")
}

// The preview's own pages are sound HTML but for the frames and the script that
// only they may have.
func TestOwnPages(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t))
	for _, l := range lang.All() {
		for _, tool := range []string{"problems", "compare", "languages", "status"} {
			a := get(p, "/~/"+tool+"?path=/"+string(l)+"/in-russia")
			has(t, a)
			for _, fault := range webtest.Check(webtest.Parse(a.Body.Bytes())) {
				quotes := strings.Contains(fault, "has letters that") || strings.Contains(fault, "was left in") || strings.Contains(fault, "mixes Latin") // of mistakes
				if !quotes && !strings.HasPrefix(fault, "<iframe>") && !strings.HasPrefix(fault, "<script>") {
					t.Errorf("%s in %s: %s", tool, l, fault)
				}
			}
		}
	}
}

// Browsers hear of each reading.
func TestEvents(t *testing.T) {
	p := newPreview(t)
	p.Read(folder(t))
	server := httptest.NewServer(p)
	defer server.Close()
	response, err := http.Get(server.URL + "/~/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatal(kind)
	}
	lines := bufio.NewScanner(response.Body)
	for _, want := range []string{"data: 1", "data: 2"} {
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "data:") {
		}
		if lines.Text() != want {
			t.Fatalf("%q, want %q: %v", lines.Text(), want, lines.Err())
		}
		p.Read(folder(t, edit))
	}
	p.Close()
	for lines.Scan() {
	}
	if lines.Err() != nil {
		t.Error(lines.Err())
	}
}
