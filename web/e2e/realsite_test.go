package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web"
	"localvote/web/problem"
	"localvote/web/site"
	"localvote/web/store"
)

// The day of these tests.
const today = "2026-11-21"

func clock() time.Time { return time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC) }

// The site never changes, so all tests share it.
var builtSite = sync.OnceValues(func() (*site.Site, problem.List) {
	return site.Build(site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS}.Proven())
})

// A realSite is the whole program behind a port: the real content, a database in
// a file. Of what a reader can meet only a fault of the program is staged: under
// /ru/broken and its sisters.
type realSite struct {
	*httptest.Server
	site *site.Site
	old  string // an edition of the rules before the live one, kept in the database
}

func serveSite(t *testing.T) *realSite {
	t.Helper()
	s, problems := builtSite()
	if problems.Errors() > 0 {
		t.Fatal("the content has errors; try `go run ./cmd/localvote check`")
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	kept, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "localvote.db"), store.Options{Logger: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	server := httptest.NewUnstartedServer(nil)
	config := web.Config{Live: site.NewLive(s, nil, clock), Store: kept, BaseURL: "http://" + server.Listener.Addr().String(), Log: log, Now: clock}
	real := web.New(config)
	if err := real.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	server.Config.Handler = withFault(real, config)
	server.Start()
	t.Cleanup(server.Close)
	return &realSite{server, s, publishOlder(t, kept)}
}

// publishOlder keeps an edition in which one card says something else, as it is
// when the law has changed since somebody sent a link to a result.
func publishOlder(t *testing.T, kept *store.Store) (hash string) {
	t.Helper()
	older, err := olderSite()
	if err != nil {
		t.Fatal(err)
	}
	q := older.Questionnaire
	if _, err := kept.Publish(context.Background(), q.Hash, "2026-06-01", q.Layout, older.Edition); err != nil {
		t.Fatal(err)
	}
	return q.Hash[:12]
}

var olderSite = sync.OnceValues(func() (*site.Site, error) {
	files := fstest.MapFS{}
	err := fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := content.FS.ReadFile(name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	const rules, persons = "eligibility/rules/ru.yaml", "eligibility/personas.csv"
	const card = "- id: ru.unclear.treaty_referendum\n    effect: "
	files[rules] = &fstest.MapFile{Data: bytes.Replace(files[rules].Data, []byte(card+"unclear"), []byte(card+"grant"), 1)}
	header, _, _ := bytes.Cut(files[persons].Data, []byte("\n"))
	files[persons] = &fstest.MapFile{Data: append(header, '\n')} // they say what the law says today
	// As if it had been built in: nobody asks it what was released before.
	s, problems := site.Build(site.Files{Content: files, Locales: locales.FS, Static: static.FS}.Proven())
	if err == nil && problems.Errors() > 0 {
		err = fmt.Errorf("the older content is not sound: %s", problems[0])
	}
	return s, err
})

// withFault serves the site, and a program that fails where an address ends in
// /broken: its clock fails once, while the page is drawn.
func withFault(real http.Handler, config web.Config) http.Handler {
	var until atomic.Int64
	config.Now = func() time.Time {
		if until.Add(-1) == 0 {
			panic("on purpose")
		}
		return clock()
	}
	broken := web.New(config)
	var one sync.Mutex
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/broken") {
			real.ServeHTTP(w, r)
			return
		}
		one.Lock()
		defer one.Unlock()
		until.Store(2) // the first to ask looks for a page that is ready
		broken.ServeHTTP(w, r)
	})
}
