package feed_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed/atom"
	jsonfeed "github.com/mmcdole/gofeed/json"

	"localvote/web/feed"
	"localvote/web/lang"
)

func sample() *feed.Feed {
	day := time.Date(2026, 11, 21, 0, 0, 0, 0, time.FixedZone("", 3*60*60))
	return &feed.Feed{
		ID: feed.Tag("https://localvote.example:8443/x", "2026-11-21", "be/changes"), Lang: lang.BE, Title: `Змены & «ў» <адказах>`, Author: "Мясцовы голас",
		Subtitle: "Калі і чаму", Site: "https://localvote.example/be/", Rights: "Тэксты: CC BY 4.0", Licence: "https://creativecommons.org/licenses/by/4.0/",
		Atom: "https://localvote.example/be/changes.atom", JSON: "https://localvote.example/be/changes.json", Page: "https://localvote.example/be/changes",
		Entries: []feed.Entry{
			{ID: "tag:localvote.example,2026-11-21:be/changes/b", Title: "Б", Link: "https://localvote.example/be/changes#b", Updated: day.AddDate(0, 1, 0), Summary: "a < b & c", HTML: `<p>a &lt; b &amp; <a href="https://x.example/?a=1&amp;b=2">c</a> ]]> </p>`},
			{ID: "tag:localvote.example,2026-11-21:be/changes/a", Title: "А", Link: "https://localvote.example/be/changes#a", Updated: day, Summary: "\x00 x"},
		},
	}
}

// An independent reader finds in a feed what was put into it.
func TestAtomReadsBack(t *testing.T) {
	f := sample()
	data, err := f.WriteAtom()
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
	if len(got.Links) != 4 || got.Links[0].Rel != "self" || got.Links[0].Href != f.Atom || got.Links[1].Href != f.Page || got.Links[2].Href != f.JSON || got.Links[3].Href != f.Licence {
		t.Errorf("links %+v", got.Links)
	}
	if got.Rights != f.Rights || got.Authors[0].URI != f.Site || got.Subtitle != f.Subtitle {
		t.Errorf("%+v", got)
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
	if again, _ := f.WriteAtom(); !bytes.Equal(again, data) {
		t.Error("the same feed gives other bytes")
	}
}

// So does a reader of JSON Feed, and every entry has words.
func TestJSONReadsBack(t *testing.T) {
	f := sample()
	data, err := f.WriteJSON()
	if err != nil {
		t.Fatal(err)
	}
	got, err := (&jsonfeed.Parser{}).Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if got.Version != "https://jsonfeed.org/version/1.1" || got.Title != f.Title || got.FeedURL != f.JSON || got.HomePageURL != f.Page || got.Language != "be" || got.Authors[0].Name != f.Author {
		t.Errorf("%+v", got)
	}
	if len(got.Items) != 2 {
		t.Fatal(len(got.Items))
	}
	for i, item := range got.Items {
		e := f.Entries[i]
		if item.ID != e.ID || item.URL != e.Link || item.ContentHTML != e.HTML || (item.ContentHTML == "") == (item.ContentText == "") || item.DateModified != e.Updated.Format(time.RFC3339) {
			t.Errorf("%+v", item)
		}
	}
	if !bytes.Contains(data, []byte(`"about": "https://creativecommons.org/licenses/by/4.0/"`)) {
		t.Errorf("no licence: %s", data)
	}
}

// A feed that has no news yet is a feed, too.
func TestEmptyFeed(t *testing.T) {
	f := sample()
	f.Entries, f.Since = nil, time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	a, err := f.WriteAtom()
	if err != nil || !bytes.Contains(a, []byte("<updated>2026-11-21T00:00:00Z</updated>")) {
		t.Errorf("%v %s", err, a)
	}
	j, err := f.WriteJSON()
	if err != nil || !bytes.Contains(j, []byte(`"items": []`)) {
		t.Errorf("%v %s", err, j)
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
