package main

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"localvote/web/lang"
	"localvote/web/preview"
	"localvote/web/site"
)

// After a save the browsers are told, and the page has the new words.
func TestPreviewRenews(t *testing.T) {
	dir := folder(t)
	files, err := filesFrom("")
	if err != nil {
		t.Fatal(err)
	}
	live, _ := site.Build(files.Proven())
	log := slog.New(slog.DiscardHandler)
	pages := preview.New(preview.Config{Against: live, BaseURL: "http://localhost", Lang: lang.EN, Log: log, Now: time.Now})
	defer pages.Close()
	r := &draftReader{folder: dir, pages: pages, out: io.Discard, lang: lang.EN}
	w := &watcher{folder: dir, every: 20 * time.Millisecond, reload: r.read, log: log}
	w.seen = w.look("")
	r.read(t.Context())
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { w.run(ctx); close(done) }()
	defer func() { cancel(); <-done }()

	server := httptest.NewServer(pages)
	defer server.Close()
	response, err := http.Get(server.URL + preview.Root + "events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	told := func() string {
		for lines.Scan() {
			if number, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				return number
			}
		}
		t.Fatal(lines.Err())
		return ""
	}
	first := told()
	rewrite(t, filepath.Join(dir, "pages", "about", "page.yaml"), "О проекте", "О нашем проекте")
	if next := told(); next == first {
		t.Errorf("reading %s again", next)
	}
	rec := httptest.NewRecorder()
	pages.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/ru/about", nil))
	if !strings.Contains(rec.Body.String(), "нашем") {
		t.Error("the page has the old words")
	}
}
