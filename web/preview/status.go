package preview

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/page"
	"localvote/web/site"
)

// The state of the content: how far each page is translated, what was not checked
// for long, and what will change by itself.
type contentState struct {
	TranslationsTitle, PageTitle, CheckedTitle string
	Languages                                  []lang.Lang
	Rows                                       []statusRow
	Counts                                     []string // of each translation, in words

	StaleTitle, StaleNone string
	Stale                 []mistake

	ComingTitle, ComingNone string
	Coming                  []coming
}

// A statusRow is one page, or its easy-read version.
type statusRow struct {
	Title   string
	ID      string
	Cells   []statusCell
	Checked string
	Old     bool
}

// A statusCell is one page in one language.
type statusCell struct {
	Words  string
	Href   string
	Lang   lang.Lang
	Behind bool // something is behind or missing
}

// A coming day is one on which the site changes by itself.
type coming struct {
	Day  string
	What []string
}

// status shows the state of the content as it was read last, sound or not.
func (p *Preview) status(w http.ResponseWriter, r *http.Request) {
	view := p.ownPage(r)
	l := view.Lang
	state, _ := p.state()
	view.Title = message.Sprintf(l, "State of the content")
	view.Lead = view.Said
	s := state.latest
	if s == nil || s.Book == nil || s.Sources == nil || s.Questionnaire == nil {
		view.Body = contentState{}
		p.sendOwn(w, "status", view)
		return
	}
	today := p.today(choice{day: view.Day.Day})
	body := contentState{
		TranslationsTitle: message.Sprintf(l, "Pages and their translations"),
		PageTitle:         message.Sprintf(l, "Page"),
		CheckedTitle:      message.Sprintf(l, "Checked on"),
		Languages:         lang.All(),
		StaleTitle:        message.Sprintf(l, "Not checked for more than %d days", s.Settings.RecheckAfter),
		StaleNone:         message.Sprintf(l, "Nothing: all pages and sources were checked in time."),
		ComingTitle:       message.Sprintf(l, "What will change by itself after %s", today),
		ComingNone:        message.Sprintf(l, "Nothing changes by itself after this day."),
		Stale:             mistakes(l, s.Stale(today)),
		Coming:            comingChanges(l, s, today),
	}
	for _, each := range s.Book.All() {
		body.Rows = append(body.Rows, rowsOf(l, s, each, today)...)
	}
	body.Counts = counts(l, s.Book)
	view.Body = body
	p.sendOwn(w, "status", view)
}

// rowsOf are the rows of a page: itself, and its easy-read version if it has one.
func rowsOf(l lang.Lang, s *site.Site, p *page.Page, today string) []statusRow {
	row := statusRow{Title: p.Short[l], ID: p.ID, Checked: p.CheckedOn, Old: s.TooOld(p.CheckedOn, today)}
	path := "/" + p.ID
	if p.ID == "home" {
		path = "/"
	}
	for _, in := range lang.All() {
		row.Cells = append(row.Cells, cellOf(l, in, p.Texts, path))
	}
	if len(p.Easy) == 0 {
		return []statusRow{row}
	}
	easy := statusRow{Title: message.Sprintf(l, "%s, easy to read", p.Short[l]), ID: p.ID + "/easy"}
	for _, in := range lang.All() {
		easy.Cells = append(easy.Cells, cellOf(l, in, p.Easy, path+"/easy"))
	}
	return []statusRow{row, easy}
}

// cellOf says how far a text follows the Russian one.
func cellOf(l, in lang.Lang, texts map[lang.Lang]*page.Text, path string) statusCell {
	text := texts[in]
	if text == nil {
		return statusCell{Words: message.Sprintf(l, "none"), Lang: in}
	}
	cell := statusCell{Href: "/" + string(in) + path, Lang: in, Words: message.Sprintf(l, "blocks: %d", text.Blocks())}
	behind, missing := text.Stale(), lacks(texts[page.Source], text)
	if behind > 0 {
		cell.Words += message.Sprintf(l, ", behind: %d", behind)
	}
	if missing > 0 {
		cell.Words += message.Sprintf(l, ", missing: %d", missing)
	}
	cell.Behind = behind+missing > 0
	return cell
}

// lacks counts the blocks of the original that a translation does not have.
func lacks(original, translation *page.Text) int {
	if original == nil {
		return 0
	}
	n := 0
	for i := range original.Parts {
		if _, ok := translation.Part(original.Parts[i].ID); !ok && original.Parts[i].Level == 0 {
			n++
		}
	}
	return n
}

// counts sums up each translation.
func counts(l lang.Lang, book *page.Book) []string {
	var out []string
	for _, in := range lang.All() {
		if in == page.Source {
			continue
		}
		blocks, behind, missing := 0, 0, 0
		for _, p := range book.All() {
			for _, texts := range []map[lang.Lang]*page.Text{p.Texts, p.Easy} {
				if text := texts[in]; text != nil {
					blocks, behind, missing = blocks+text.Blocks(), behind+text.Stale(), missing+lacks(texts[page.Source], text)
				}
			}
		}
		out = append(out, message.Sprintf(l, "%s: %d blocks, %d behind, %d missing", in.OwnName(), blocks, behind, missing))
	}
	return out
}

// comingChanges lists the days after today on which rules begin or end, and on
// which pages and sources begin to say that they were not checked for long.
func comingChanges(l lang.Lang, s *site.Site, today string) []coming {
	days := map[string][]string{}
	add := func(day string, words string) {
		if day > today {
			days[day] = append(days[day], words)
		}
	}
	for i := range s.Questionnaire.Cards {
		card := &s.Questionnaire.Cards[i]
		add(card.From, message.Sprintf(l, "the card %s begins to apply", card.ID))
		add(card.To, message.Sprintf(l, "the card %s ends", card.ID))
	}
	due := map[string][2]int{} // pages and sources
	for _, p := range s.Book.All() {
		n := due[dueDay(s, p.CheckedOn)]
		due[dueDay(s, p.CheckedOn)] = [2]int{n[0] + 1, n[1]}
	}
	for _, src := range s.Sources.All() {
		n := due[dueDay(s, src.CheckedOn)]
		due[dueDay(s, src.CheckedOn)] = [2]int{n[0], n[1] + 1}
	}
	for day, n := range due {
		add(day, message.Sprintf(l, "%d pages and %d sources begin to say that they were not checked for long", n[0], n[1]))
	}
	var out []coming
	for day, what := range days {
		out = append(out, coming{Day: day, What: what})
	}
	slices.SortFunc(out, func(a, b coming) int { return strings.Compare(a.Day, b.Day) })
	return out
}

// dueDay is the first day on which a check is too old; "" if it has no day.
func dueDay(s *site.Site, checkedOn string) string {
	t, err := time.Parse(time.DateOnly, checkedOn)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, s.Settings.RecheckAfter+1).Format(time.DateOnly)
}
