// Package calendar writes iCalendar files (RFC 5545, with the properties of RFC
// 7986): days that a reader can put into a calendar. Which days these are, and in
// which words, is not its business.
package calendar

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"localvote/web/lang"
)

// ContentType is the type of a calendar in HTTP.
const ContentType = "text/calendar; charset=utf-8"

// A Calendar is a list of days in one language. Addresses are absolute.
type Calendar struct {
	Lang        lang.Lang
	Name        string
	Description string
	Producer    string // who wrote it: "Local Vote"
	Self        string // address of the file
	Page        string // address of the page that says the same
	Days        []Day
}

// A Day is something that takes a whole day, and no time of anybody.
type Day struct {
	UID         string    // permanent, with the host of the site
	Date        string    // 2029-02-25
	Stamp       time.Time // when its words were checked last
	Summary     string
	Description string // lines are kept
	Link        string // address of the page about it
	Categories  []string
	Tentative   bool // nobody has set the day yet
}

// Write gives the file. The same calendar gives the same bytes.
func (c *Calendar) Write() ([]byte, error) {
	w := &writer{lang: string(c.Lang)}
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//"+escape(strings.ReplaceAll(c.Producer, "/", " "))+"//"+strings.ToUpper(string(c.Lang)))
	w.line("CALSCALE", "GREGORIAN")
	w.words("NAME", c.Name)
	w.line("X-WR-CALNAME", escape(c.Name)) // the name for programs that know no NAME
	w.words("DESCRIPTION", c.Description)
	w.line("URL", c.Page)
	w.line("SOURCE;VALUE=URI", c.Self)
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "P7D")
	for i := range c.Days {
		if err := w.day(&c.Days[i]); err != nil {
			return nil, err
		}
	}
	w.line("END", "VCALENDAR")
	return w.Bytes(), nil
}

// A writer writes lines as calendars have them.
type writer struct {
	bytes.Buffer
	lang string
}

func (w *writer) day(d *Day) error {
	first, err := time.Parse(time.DateOnly, d.Date)
	if err != nil {
		return fmt.Errorf("write a calendar: %w", err)
	}
	const form = "20060102"
	w.line("BEGIN", "VEVENT")
	w.line("UID", escape(d.UID))
	w.line("DTSTAMP", d.Stamp.UTC().Format(form+"T150405Z"))
	w.line("DTSTART;VALUE=DATE", first.Format(form))
	w.line("DTEND;VALUE=DATE", first.AddDate(0, 0, 1).Format(form)) // the first day after it
	w.words("SUMMARY", d.Summary)
	w.words("DESCRIPTION", d.Description)
	w.line("URL", d.Link)
	var categories []string
	for _, c := range d.Categories {
		categories = append(categories, escape(c))
	}
	if len(categories) > 0 {
		w.line("CATEGORIES;LANGUAGE="+w.lang, strings.Join(categories, ","))
	}
	if d.Tentative {
		w.line("STATUS", "TENTATIVE")
	}
	w.line("TRANSP", "TRANSPARENT") // nobody is busy all day
	w.line("END", "VEVENT")
	return nil
}

// words writes a text in the language of the calendar, nothing for no text.
func (w *writer) words(name, text string) {
	if text != "" {
		w.line(name+";LANGUAGE="+w.lang, escape(text))
	}
}

// longest is how many octets a line may have without its end.
const longest = 75

// line writes a property. A long line goes on in the next one behind a space;
// letters of several octets stay whole.
func (w *writer) line(name, value string) {
	text, room := name+":"+value, longest
	for len(text) > room {
		end := room
		for end > 0 && !utf8.RuneStart(text[end]) {
			end--
		}
		w.WriteString(text[:end] + "\r\n ")
		text, room = text[end:], longest-1
	}
	w.WriteString(text + "\r\n")
}

var escaping = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`)

// escape writes a text as a value; other control characters cannot be in one.
func escape(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ReplaceAll(text, "\r\n", "\n"))
	return escaping.Replace(text)
}
