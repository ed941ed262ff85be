package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"localvote/web/webtest"
)

// onPostgres makes newPath give addresses of PostgreSQL.
var onPostgres *webtest.Postgres

func startPostgres(t *testing.T) *webtest.Postgres {
	t.Helper()
	if testing.Short() {
		t.Skip("starts PostgreSQL")
	}
	return webtest.StartPostgres(t)
}

// What a store promises does not depend on the database: the same tests.
func TestOnPostgres(t *testing.T) {
	onPostgres = startPostgres(t)
	defer func() { onPostgres = nil }()
	for name, test := range map[string]func(*testing.T){
		"CountRefuses": TestCountRefuses, "CountersBetween": TestCountersBetween, "CountConcurrently": TestCountConcurrently, "BatchCountsOnce": TestBatchCountsOnce,
		"CounterTableIsNarrow": TestCounterTableIsNarrow,
		"KeepData":             TestKeepData, "KeepPages": TestKeepPages,
		"FeedbackIsKept": TestFeedbackIsKept, "FeedbackRefuses": TestFeedbackRefuses, "FeedbackIsBounded": TestFeedbackIsBounded,
		"FeedbackTableIsNarrow": TestFeedbackTableIsNarrow, "DeleteFeedback": TestDeleteFeedback,
		"PublishNumbersWithinTheDay": TestPublishNumbersWithinTheDay, "PublishTwice": TestPublishTwice, "PublishRefuses": TestPublishRefuses,
		"PublishConcurrently": TestPublishConcurrently, "RulesetByHashOrID": TestRulesetByHashOrID, "Rulesets": TestRulesets,
		"ReopenKeepsData": TestReopenKeepsData, "AfterClose": TestAfterClose, "OpenHonoursContext": TestOpenHonoursContext,
	} {
		t.Run(name, test)
	}
	t.Run("columns", func(t *testing.T) { sameColumns(t, onPostgres) })
	t.Run("migrating at once", migrateAtOnce)
	t.Run("keeping at once", keepAtOnce)
	t.Run("serializable", serializable)
	t.Run("errors", postgresErrors)
	t.Run("from every version", postgresVersions)
	t.Run("failover", func(t *testing.T) { failover(t, onPostgres) })
}

// sameColumns wants the tables of PostgreSQL to hold what those of SQLite hold,
// which TestNoTableCanHoldAnAnswer has looked through.
func sameColumns(t *testing.T, p *webtest.Postgres) {
	address := newPath(t)
	open(t, address)
	got := strings.Fields(p.Exec(t, databaseOf(t, address), `
		SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'`))
	onPostgres = nil
	want := texts(t, open(t, newPath(t)), `
		SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_xinfo(t.name) c WHERE t.type = 'table'`)
	onPostgres = p
	// What SQLite keeps by itself: the version of the schema, the order of writing.
	want = append(want, "localvote_schema.one", "localvote_schema.version", "page_version.rowid")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("columns are\n%q\nwant\n%q", got, want)
	}
}

func databaseOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Path[1:]
}

// Servers that start at the same moment wait for each other.
func migrateAtOnce(t *testing.T) {
	for range 3 {
		address := newPath(t)
		var servers sync.WaitGroup
		errs := make([]error, 6)
		for i := range errs {
			servers.Go(func() {
				s, err := Open(t.Context(), address, Options{FlushEvery: time.Hour})
				if err == nil {
					_, err = s.Publish(t.Context(), hashOf(fmt.Sprint(i)), "2026-11-21", 1, nil)
					err = errors.Join(err, s.Close())
				}
				errs[i] = err
			})
		}
		servers.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		list, err := open(t, address).Rulesets(t.Context())
		var ids []string
		for _, r := range list {
			ids = append(ids, r.ID)
		}
		slices.Sort(ids)
		if err != nil || fmt.Sprint(ids) != "[2026-11-21.1 2026-11-21.2 2026-11-21.3 2026-11-21.4 2026-11-21.5 2026-11-21.6]" {
			t.Errorf("%v, %v", ids, err)
		}
	}
}

// Servers that keep the same pages at the same moment, in different order, do not
// hold each other up.
func keepAtOnce(t *testing.T) {
	address := newPath(t)
	var pages []PageVersion
	for i := range 60 {
		pages = append(pages, version(fmt.Sprint("page", i), fmt.Sprint(i), halfPastEleven))
	}
	backwards := slices.Clone(pages)
	slices.Reverse(backwards)
	files := []AssetVersion{{Hash: hashOf("a"), Kind: "text/css", Body: []byte("a")}, {Hash: hashOf("b"), Kind: "text/css", Body: []byte("b")}}
	stores := []*Store{open(t, address), open(t, address), open(t, address), open(t, address)}
	var servers sync.WaitGroup
	var kept atomic.Int64
	for i, s := range stores {
		servers.Go(func() {
			n, err := s.KeepPages(t.Context(), [][]AssetVersion{files, {files[1], files[0]}}[i%2], [][]PageVersion{pages, backwards}[i%2])
			if err != nil {
				t.Error(err)
			}
			kept.Add(int64(n))
			for _, pattern := range [][]string{{"y", "n", "u"}, {"u", "n", "y"}}[i%2] {
				s.Count("2026-11-21", "be", pattern)
			}
			if err := s.flush(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	servers.Wait()
	all, err := stores[0].AllPageVersions(t.Context())
	if err != nil || len(all) != len(pages) || kept.Load() != int64(len(pages)) {
		t.Errorf("%d versions, %d said to be new, %v", len(all), kept.Load(), err)
	}
	counters, err := stores[0].Counters(t.Context(), "", "9")
	if err != nil || len(counters) != 3 || counters[0].N != 4 {
		t.Errorf("%+v, %v", counters, err)
	}
}

// Errors say what to do, and nothing of user and password.
func postgresErrors(t *testing.T) {
	address := newPath(t)
	change := func(how func(u *url.URL)) string {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		how(u)
		return u.String()
	}
	foreign, newer := newPath(t), newPath(t)
	onPostgres.Exec(t, databaseOf(t, foreign), `CREATE TABLE counter (x TEXT)`)
	onPostgres.Exec(t, databaseOf(t, newer), `CREATE TABLE localvote_schema (one BIGINT PRIMARY KEY, version BIGINT); INSERT INTO localvote_schema VALUES (1, 99)`)
	onPostgres.Exec(t, databaseOf(t, address), `CREATE ROLE guest LOGIN PASSWORD 'geheim-7'`)
	for name, c := range map[string]struct{ address, words string }{
		"wrong password":      {change(func(u *url.URL) { u.User = url.UserPassword("site", "geheim-8") }), "check user and password"},
		"no such database":    {change(func(u *url.URL) { u.Path = "/nowhere" }), "createdb"},
		"nobody there":        {change(func(u *url.URL) { u.Host = "127.0.0.1:1" }), "is PostgreSQL running"},
		"no right to create":  {change(func(u *url.URL) { u.User = url.UserPassword("guest", "geheim-7") }), "let this user create tables"},
		"read-only":           {change(func(u *url.URL) { u.RawQuery = "default_transaction_read_only=on" }), "this is a standby"},
		"tables of its own":   {foreign, "a database of its own"},
		"a newer version":     {newer, "start the newer version"},
		"an unreadable port":  {"postgres://site:geheim@127.0.0.1:geheim-port/x", "write it as postgres://"},
		"a slash in the word": {"postgres://site:ge/heim@127.0.0.1/x", "write it as postgres://"},
		"no certificate":      {"postgres://site:geheim@127.0.0.1/x?sslmode=verify-ca&sslrootcert=/no/such", "/no/such"},
	} {
		s, err := Open(t.Context(), c.address, quick)
		if err == nil {
			s.Close()
			t.Errorf("%s: opened", name)
			continue
		}
		if !strings.Contains(err.Error(), c.words) || strings.Contains(err.Error(), "heim") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What the program of each version left behind is kept.
func postgresVersions(t *testing.T) {
	list, err := migrations("migrations/postgres")
	if err != nil {
		t.Fatal(err)
	}
	other, err := migrations("migrations")
	if err != nil || len(other) != len(list) {
		t.Fatalf("%d migrations, SQLite has %d (%v)", len(list), len(other), err)
	}
	for n := range list {
		address := newPath(t)
		db, err := sql.Open("pgx", address)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if err := migratePostgres(t.Context(), db, list[:n]); err != nil {
			t.Fatal(err)
		}
		if n >= 1 {
			exec(t, db, strings.ReplaceAll(samples[1], `x'504b'`, `'PK'`))
		}
		s := open(t, address)
		if n >= 1 {
			keepsSample(t, s)
		}
		if err := s.AddFeedback(t.Context(), said(func(*Feedback) {})); err != nil {
			t.Error(err)
		}
	}
}

// The database ends and comes back: what is asked meanwhile fails at once or says
// why, what is counted is written later, and what was acknowledged is there.
func failover(t *testing.T, p *webtest.Postgres) {
	address := newPath(t)
	log := &logBuffer{}
	s, err := Open(t.Context(), address, Options{Logger: log.logger(), FlushEvery: 10 * time.Millisecond, Heal: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	acknowledged := 0
	add := func() error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		err := s.AddFeedback(ctx, said(func(*Feedback) {}))
		if err == nil {
			acknowledged++
		}
		return err
	}
	if err := add(); err != nil {
		t.Fatal(err)
	}
	p.Stop(t)
	s.Count("2026-11-21", "be", "y")
	if err := add(); err == nil || strings.Contains(err.Error(), webtest.PostgresPassword) {
		t.Errorf("with PostgreSQL stopped: %v", err)
	}
	// A server that starts now gets its database later.
	late, err := Open(t.Context(), address, Options{FlushEvery: 10 * time.Millisecond, Heal: true})
	if err != nil {
		t.Fatal(err)
	}
	defer late.Close()
	if _, err := late.Rulesets(t.Context()); err == nil {
		t.Error("the late one reads")
	}
	p.Start(t)
	select {
	case <-late.Renewed():
	case <-time.After(20 * time.Second):
		t.Error("the late one is not renewed")
	}
	for deadline := time.Now().Add(20 * time.Second); add() != nil && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	list, err := late.FeedbackBetween(t.Context(), "", "9")
	if err != nil || len(list) < acknowledged || acknowledged < 2 {
		t.Errorf("%d rows, %d acknowledged (%v)", len(list), acknowledged, err)
	}
	if c, err := late.Counters(t.Context(), "", "9"); err != nil || len(c) != 1 || c[0].N != 1 {
		t.Errorf("counters: %v, %v", c, err)
	}
	for _, line := range log.lines() {
		if strings.Contains(line, "geheim") {
			t.Errorf("the log holds the password: %s", line)
		}
	}
}
