package main

import (
	"bytes"
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"localvote/content"
	"localvote/web"
	"localvote/web/site"
)

// A logBuffer can be read while it is written.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// folder is a copy of the content that may be changed.
func folder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.FS); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return os.Chmod(name, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func rewrite(t *testing.T, file, old, replacement string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), old) {
		t.Fatalf("%s does not say %q: %v", file, old, err)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(data), old, replacement, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
}

// until waits for something to become true. With the race detector, on a busy
// machine, building a site takes its time.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

// Sound changes go live by themselves, unsound ones do not, and readers notice
// nothing but the change: good, bad, good again, under load.
func TestWatch(t *testing.T) {
	dir := folder(t)
	files, err := filesFrom(dir)
	if err != nil {
		t.Fatal(err)
	}
	first, problems := site.Build(files)
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	live := site.NewLive(first, problems, time.Now)
	log := &logBuffer{}
	logger := slog.New(slog.NewTextHandler(log, nil))
	handler := web.New(web.Config{Live: live, BaseURL: "http://localhost", Log: slog.New(slog.DiscardHandler), Now: time.Now})
	var published atomic.Int64
	r := &reloader{folder: dir, live: live, log: logger, publish: func(context.Context) error { published.Add(1); return nil }}
	w := &watcher{folder: dir, every: 20 * time.Millisecond, reload: r.reload, log: logger}
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() { w.run(ctx) })
	var served, failed atomic.Int64
	for range 2 {
		all.Go(func() {
			for ctx.Err() == nil {
				for _, address := range []string{"/ru/", "/be/result/1-BD0W", "/en/places/by-orsha", "/ru/search?q=%D0%92%D0%9D%D0%96"} {
					rec := httptest.NewRecorder()
					handler.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, address, nil))
					if served.Add(1); rec.Code != http.StatusOK {
						failed.Add(1)
					}
				}
				time.Sleep(20 * time.Millisecond)
			}
		})
	}
	time.Sleep(100 * time.Millisecond) // the watcher has looked at the folder as it is

	page := filepath.Join(dir, "pages", "about", "page.yaml")
	rewrite(t, page, "О проекте", "О нашем проекте")
	until(t, "a sound change is live", func() bool {
		p, _ := live.Site().Book.Get("about")
		return strings.Contains(p.Short["ru"], "нашем")
	})
	until(t, "the new edition is kept", func() bool { return published.Load() == 1 })

	if !strings.Contains(log.String(), "verdicts_changed=0") {
		t.Errorf("nothing is said of the verdicts: %s", log)
	}

	sound := live.Site()
	rewrite(t, filepath.Join(dir, "eligibility", "rules", "ru.yaml"), "effect: grant", "effect: grnat")
	until(t, "an unsound change is reported", func() bool { return strings.Contains(log.String(), "rules/ru.yaml") })
	if live.Site() != sound || live.Status().Problems.Errors() == 0 {
		t.Error("unsound content is live, or nobody knows of it")
	}
	if !strings.Contains(log.String(), "refused_since="+moment(live.Status().Refused)) {
		t.Errorf("the log does not say since when: %s", log)
	}
	if page := editorsPage(handler); !strings.Contains(page, "Newer texts are not shown") || !strings.Contains(page, "eligibility/rules/ru.yaml:") {
		t.Errorf("the editors' page does not say why: %s", page)
	}

	rewrite(t, filepath.Join(dir, "eligibility", "rules", "ru.yaml"), "effect: grnat", "effect: grant")
	until(t, "the mended content is live", func() bool { return live.Site() != sound && live.Status().Problems.Errors() == 0 })
	until(t, "the log knows of it", func() bool { return strings.Contains(log.String(), "refused_before_since=") })
	if page := editorsPage(handler); strings.Contains(page, "Newer texts are not shown") {
		t.Errorf("mended, and the editors' page does not know: %s", page)
	}
	cancel()
	all.Wait()
	if failed.Load() > 0 || served.Load() < 20 {
		t.Errorf("%d of %d requests failed", failed.Load(), served.Load())
	}
	t.Logf("%d requests", served.Load())
}

// editorsPage is what editors are told.
func editorsPage(h http.Handler) string {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/en/editors", nil))
	return rec.Body.String()
}

// A folder that is gone for a moment changes nothing.
func TestWatchFolderGone(t *testing.T) {
	log := &logBuffer{}
	gone, logger := filepath.Join(t.TempDir(), "gone"), slog.New(slog.NewTextHandler(log, nil))
	w := &watcher{folder: gone, log: logger}
	if got := w.look("before"); got != "before" || !strings.Contains(log.String(), "cannot be read") {
		t.Errorf("%q, %s", got, log)
	}
	(&reloader{folder: gone, log: logger}).reload(t.Context()) // must not touch the live edition, which is nil here
}

func TestFingerprint(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		sum, err := fingerprint(dir)
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	first := write("a.yaml", "a")
	if write(".a.yaml.swp", "x") != first || write("a.yaml~", "x") != first {
		t.Error("an editor's own files count")
	}
	if write("b.yaml", "") == first {
		t.Error("a new file does not count")
	}
}

// Looking never takes more than a small part of the time.
func TestPauseBetweenLooks(t *testing.T) {
	w := &watcher{every: time.Second}
	for took, want := range map[time.Duration]time.Duration{
		0: time.Second, 10 * time.Millisecond: time.Second, 100 * time.Millisecond: 5 * time.Second, time.Second: 10 * time.Second,
	} {
		if got := w.pause(took); got != want {
			t.Errorf("after a look of %v a pause of %v, want %v", took, got, want)
		}
	}
}

// What happens between the first look at the folder and the end of the start is not
// missed: neither a change nor SIGHUP, which would end the program.
func TestWatchBeginsBeforeTheSiteIsBuilt(t *testing.T) {
	if (&serve{}).beginWatch(slog.New(slog.DiscardHandler)) != nil {
		t.Error("without a folder something is watched")
	}
	for name, happen := range map[string]func(dir string) error{
		"a change": func(dir string) error { return os.WriteFile(filepath.Join(dir, "new.yaml"), nil, 0o600) },
		"SIGHUP":   func(string) error { return syscall.Kill(os.Getpid(), syscall.SIGHUP) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			w := (&serve{Content: dir}).beginWatch(slog.New(slog.DiscardHandler))
			if err := happen(dir); err != nil { // while the site is built
				t.Fatal(err)
			}
			var reloads atomic.Int32
			w.every, w.reload = 10*time.Millisecond, func(context.Context) { reloads.Add(1) }
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan bool)
			go func() { w.run(ctx); close(ended) }()
			until(t, "content is read again after "+name, func() bool { return reloads.Load() > 0 })
			stop()
			<-ended
		})
	}
}
