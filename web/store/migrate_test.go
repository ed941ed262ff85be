package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// samples are rows as the program of each version would have left them. A new
// migration adds a line here; what stands here stays.
var samples = map[int]string{
	1: `INSERT INTO ruleset VALUES ('` + strings.Repeat("a", 64) + `', '2026-11-21.1', 1, '2026-11-21T08:15:00.000Z', x'504b');
	    INSERT INTO counter VALUES ('2026-11-21', 'be', 'ynauduy', 3);`,
	2: `INSERT INTO asset_version VALUES ('` + strings.Repeat("c", 64) + `', 'text/css', x'1f8b');
	    INSERT INTO page_version VALUES ('` + strings.Repeat("b", 64) + `', 'about', 'be', '` + strings.Repeat("d", 64) + `', 'Title', '2026-11-21T08:15:00.000Z', 0, 1, 0, 0, 0, x'1f8b', x'1f8b');`,
	3: `INSERT INTO data_edition VALUES ('0123456789ab', '2026-11-21T08:15:00.000Z', x'504b');`,
	4: `INSERT INTO feedback VALUES ('2026-11-21', '0123456789abcdef0123456789abcdef', '/be/in-russia', 'be', '2026-11-21.1', 'no', 'unclear', 'Text');`,
	5: `INSERT INTO counter_writer VALUES ('0123456789abcdef0123456789abcdef', '2026-11-21', 7);`,
}

func TestMigrateFromEveryVersion(t *testing.T) {
	list, err := migrations("migrations")
	if err != nil {
		t.Fatal(err)
	}
	want := schema(t, open(t, newPath(t)))
	for n := range len(list) + 1 {
		t.Run(fmt.Sprintf("version %d", n), func(t *testing.T) {
			path := newPath(t)
			db := raw(t, path)
			if err := migrate(t.Context(), db, list[:n]); err != nil {
				t.Fatal(err)
			}
			for v := 1; v <= n; v++ {
				exec(t, db, samples[v])
			}
			db.Close()
			s := open(t, path)
			if got := schema(t, s); !slices.Equal(got, want) {
				t.Errorf("schema:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
			if n >= 1 {
				keepsSample(t, s)
			}
			if n >= 2 {
				keepsPages(t, s)
			}
			if n >= 4 {
				said, err := s.FeedbackBetween(t.Context(), "2026-11-21", "2026-11-21")
				if err != nil || len(said) != 1 || said[0] != (Feedback{"2026-11-21", "/be/in-russia", "be", "2026-11-21.1", "no", "unclear", "Text"}) {
					t.Errorf("feedback: %+v, %v", said, err)
				}
			}
			if n >= 3 {
				if data, err := s.Data(t.Context(), "0123456789ab"); err != nil || string(data) != "PK" {
					t.Errorf("data: %q, %v", data, err)
				}
			}
		})
	}
}

func keepsSample(t *testing.T, s *Store) {
	t.Helper()
	r, err := s.Ruleset(t.Context(), "2026-11-21.1")
	if err != nil || r.Layout != 1 || string(r.Files) != "PK" {
		t.Errorf("ruleset: %+v, %v", r, err)
	}
	c, err := s.Counters(t.Context(), "2026-11-21", "2026-11-21")
	if err != nil || len(c) != 1 || c[0].N != 3 {
		t.Errorf("counters: %+v, %v", c, err)
	}
}

func keepsPages(t *testing.T, s *Store) {
	t.Helper()
	list, err := s.PageVersions(t.Context(), "about", "be")
	if err != nil || len(list) != 1 || list[0].Hash != strings.Repeat("b", 64) || list[0].Title != "Title" {
		t.Errorf("page versions: %+v, %v", list, err)
	}
}

func schema(t *testing.T, s *Store) []string {
	t.Helper()
	return texts(t, s, `SELECT coalesce(sql, name) FROM sqlite_master ORDER BY type, name`)
}

func texts(t *testing.T, s *Store, query string) []string {
	t.Helper()
	rows, err := s.reader().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// The promise of the site: no table can hold an answer. Whoever adds a column
// must add it here, and say why it holds nothing about a visitor.
func TestNoTableCanHoldAnAnswer(t *testing.T) {
	allowed := []string{
		"asset_version.body", "asset_version.hash", "asset_version.kind", // stylesheets
		"counter.day", "counter.lang", "counter.n", "counter.pattern", // sums over a day
		"counter_writer.batch", "counter_writer.day", "counter_writer.id", // how often a server has written sums; the id is of its start, and random
		"data_edition.body", "data_edition.edition", "data_edition.first_seen", // the open data as everybody downloads them
		// What a reader chose to say of a page, with the day and not the time. The path has no code and no query (it takes
		// small letters only), reason is a word of a closed list, id is random; only text is the reader's own, and the form asks
		// to leave oneself out of it. No column can hold an address, a browser or an answer of the questionnaire.
		"feedback.day", "feedback.edition", "feedback.id", "feedback.lang", "feedback.page", "feedback.reason", "feedback.text", "feedback.verdict",
		"page_version.added", "page_version.article_from", "page_version.article_to", "page_version.blocks", // pages as all readers get them
		"page_version.body", "page_version.changed", "page_version.first_seen", "page_version.hash", "page_version.lang",
		"page_version.page", "page_version.removed", "page_version.title", "page_version.words",
		"ruleset.files", "ruleset.hash", "ruleset.id", "ruleset.layout", "ruleset.published_at", // the rules themselves
	}
	s := open(t, newPath(t))
	got := texts(t, s, `
		SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_xinfo(t.name) c
		WHERE t.type IN ('table', 'view') ORDER BY 1`)
	if !slices.Equal(got, allowed) {
		t.Errorf("columns are\n%q\nallowed are\n%q", got, allowed)
	}
	if loose := texts(t, s, `SELECT name FROM pragma_table_list WHERE NOT strict AND schema = 'main' AND name NOT LIKE 'sqlite_%'`); len(loose) > 0 {
		t.Errorf("tables that are not STRICT: %q", loose)
	}
}

// The database itself refuses counters that are more than counters.
func TestCounterTableIsNarrow(t *testing.T) {
	s := open(t, newPath(t))
	for _, row := range []string{
		`('2026-11-21', 'ru', '192.168.0.1', 1)`,
		`('2026-11-21', 'ru', '', 1)`,
		`('2026-11-21', 'ru', 'abcdefghijklmnopq', 1)`,
		`('2026-11-21', 'ru-BY', 'y', 1)`,
		`('2026-11-21T08', 'ru', 'y', 1)`,
		`('2026-11-21', 'ru', 'y', 'many')`,
		`('2026-11-21', 'ru', x'79', 1)`,
	} {
		if _, err := s.writer().ExecContext(t.Context(), `INSERT INTO counter VALUES `+row); err == nil {
			t.Errorf("%s was taken", row)
		}
	}
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	s := open(t, newPath(t))
	before := schema(t, s)
	list, err := migrations("migrations")
	if err != nil {
		t.Fatal(err)
	}
	list = append(list, migration{"bad", `CREATE TABLE half (x TEXT) STRICT; CREATE TABLE half (x TEXT) STRICT;`})
	if err := migrate(t.Context(), s.writer(), list); err == nil || !strings.Contains(err.Error(), "migration bad") {
		t.Errorf("error %v", err)
	}
	if got := schema(t, s); !slices.Equal(got, before) {
		t.Errorf("schema %q", got)
	}
	if v := texts(t, s, `SELECT user_version FROM pragma_user_version`); v[0] != "5" {
		t.Errorf("version %s", v[0])
	}
}
