package calendar_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	"localvote/web/calendar"
	"localvote/web/lang"
)

func sample() *calendar.Calendar {
	return &calendar.Calendar{
		Lang: lang.BE, Name: "Дні выбараў; усе, якія «ведаем»", Description: "Калі\r\nі дзе", Producer: "Local Vote",
		Self: "https://localvote.example/be/elections.ics", Page: "https://localvote.example/be/feeds",
		Days: []calendar.Day{
			{
				UID: "by-2029@localvote.example", Date: "2029-02-28", Stamp: time.Date(2026, 11, 21, 0, 0, 0, 0, time.FixedZone("", 3*60*60)),
				Summary: `Выбары: \n не радок, а знакі; ` + strings.Repeat("ўёЎ’—", 40), Description: "першы радок\nдругі\x00, радок", Link: "https://localvote.example/be/", Categories: []string{"Выбары", "а,б"}, Tentative: true,
			},
			{UID: "ru@localvote.example", Date: "2026-09-20", Stamp: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), Summary: strings.Repeat("x", 200)},
		},
	}
}

// Somebody else's reader finds what was put in.
func TestReadsBack(t *testing.T) {
	c := sample()
	data, err := c.Write()
	if err != nil {
		t.Fatal(err)
	}
	got, err := ical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	text := func(p ical.Props, name string) string {
		s, err := p.Text(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return s
	}
	if text(got.Props, "NAME") != c.Name || text(got.Props, "DESCRIPTION") != "Калі\nі дзе" || got.Props.Get("SOURCE").Value != c.Self {
		t.Errorf("%+v", got.Props)
	}
	events := got.Events()
	if len(events) != 2 {
		t.Fatal(len(events))
	}
	for i, e := range events {
		want := c.Days[i]
		start, err := e.DateTimeStart(time.UTC)
		end, err2 := e.DateTimeEnd(time.UTC)
		if err != nil || err2 != nil || start.Format(time.DateOnly) != want.Date || end.Sub(start) != 24*time.Hour || e.Props.Get("DTSTART").ValueType() != ical.ValueDate {
			t.Errorf("%v to %v: %v %v", start, end, err, err2)
		}
		stamp, err := e.Props.DateTime("DTSTAMP", time.UTC)
		if err != nil || !stamp.Equal(want.Stamp) {
			t.Errorf("%v %v", stamp, err)
		}
		if text(e.Props, "SUMMARY") != want.Summary || text(e.Props, "UID") != want.UID {
			t.Errorf("%q", text(e.Props, "SUMMARY"))
		}
	}
	if got := text(events[0].Props, "DESCRIPTION"); got != "першы радок\nдругі, радок" {
		t.Errorf("%q", got)
	}
	if list, err := events[0].Props.Get("CATEGORIES").TextList(); err != nil || len(list) != 2 || list[1] != "а,б" {
		t.Errorf("%q %v", list, err)
	}
	if status, err := events[0].Status(); err != nil || status != ical.EventTentative {
		t.Errorf("%v %v", status, err)
	}
	// What that library writes of it reads as the same: it also checks what must be there.
	if err := ical.NewEncoder(new(bytes.Buffer)).Encode(got); err != nil {
		t.Error(err)
	}
}

// Lines end as the standard wants, are not too long, and no letter is torn.
func TestLines(t *testing.T) {
	data, err := sample().Write()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasSuffix(data, []byte("END:VCALENDAR\r\n")) || bytes.Count(data, []byte("\n")) != bytes.Count(data, []byte("\r\n")) {
		t.Error("lines do not end in CRLF")
	}
	for line := range strings.SplitSeq(string(data), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Errorf("%d octets: %q", len(line), line)
		}
	}
	if again, _ := sample().Write(); !bytes.Equal(again, data) {
		t.Error("the same calendar gives other bytes")
	}
}

func TestBadDay(t *testing.T) {
	c := sample()
	c.Days[0].Date = "2029-02-30"
	if _, err := c.Write(); err == nil {
		t.Error("a day that does not exist")
	}
}
