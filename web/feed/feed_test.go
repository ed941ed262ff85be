package feed_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed/atom"

	"localvote/web/feed"
	"localvote/web/lang"
)

func sample() *feed.Feed {
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.FixedZone("", 3*60*60))
	return &feed.Feed{
		ID: feed.Tag("https://localvote.example:8443/x", "2026-11-21", "be/changes"), Lang: lang.BE, Title: `Змены & «ў» <адказах>`, Author: "Мясцовы голас",
		Self: "https://localvote.example/be/changes.atom", Page: "https://localvote.example/be/changes",
		Entries: []feed.Entry{
			{ID: "tag:localvote.example,2026-11-21:be/changes/b", Title: "Б", Link: "https://localvote.example/be/changes#b", Updated: day.AddDate(0, 1, 0), Summary: "a < b & c", HTML: `<p>a &lt; b &amp; <a href="https://x.example/?a=1&amp;b=2">c</a> ]]> </p>`},
			{ID: "tag:localvote.example,2026-11-21:be/changes/a", Title: "А", Link: "https://localvote.example/be/changes#a", Updated: day, Summary: "\x00 x"},
		},
	}
}

// An independent reader finds in a feed what was put into it.
func TestAtomReadsBack(t *testing.T) {
	f := sample()
	data, err := f.Atom()
	if err != nil {
		t.Fatal(err)
	}
	got, err := (&atom.Parser{}).Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if got.Title != f.Title || got.ID != "tag:localvote.example,2026-11-21:be/changes" || got.Language != "be" || got.Updated != "2026-12-21T00:00:00+03:00" || got.Authors[0].Name != f.Author {
		t.Errorf("%+v", got)
	}
	if len(got.Links) != 2 || got.Links[0].Rel != "self" || got.Links[0].Href != f.Self || got.Links[1].Href != f.Page {
		t.Errorf("links %+v", got.Links)
	}
	if len(got.Entries) != 2 {
		t.Fatal(len(got.Entries))
	}
	first, second := got.Entries[0], got.Entries[1]
	if first.Content == nil || first.Content.Type != "html" || first.Content.Value != f.Entries[0].HTML || first.Summary != "a < b & c" || first.Links[0].Href != f.Entries[0].Link {
		t.Errorf("%+v %+v", first, first.Content)
	}
	if second.Content != nil || strings.Contains(second.Summary, "\x00") {
		t.Errorf("%+v", second)
	}
	if again, _ := f.Atom(); !bytes.Equal(again, data) {
		t.Error("the same feed gives other bytes")
	}
}

func TestTag(t *testing.T) {
	for base, want := range map[string]string{
		"https://localvote.example":  "tag:localvote.example,2026-11-21:x",
		"http://localhost:8080":      "tag:localhost,2026-11-21:x",
		"https://localvote.example/": "tag:localvote.example,2026-11-21:x",
		"":                           "tag:localhost,2026-11-21:x",
	} {
		if got := feed.Tag(base, "2026-11-21", "x"); got != want {
			t.Errorf("%q gives %s", base, got)
		}
	}
}
