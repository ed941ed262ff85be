package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/store"
)

// feedbacks shows editors what readers said of pages.
type feedbacks struct {
	DB   dbPath `default:"localvote.db" env:"LOCALVOTE_DB" help:"The database of the server, which may go on running."`
	From string `placeholder:"DAY" help:"First day, as 2026-11-21 (default: the first there is)."`
	To   string `placeholder:"DAY" help:"Last day (default: today)."`
	CSV  bool   `name:"csv" xor:"form" help:"Print a table for spreadsheets (UTF-8). Cells that a spreadsheet would take for a formula begin with an apostrophe."`
	JSON bool   `name:"json" xor:"form" help:"Print JSON for programs: a list, each with day, page, lang, edition, verdict, reason, text."`
}

// Run prints all of it, the oldest day first.
func (c *feedbacks) Run(out io.Writer, l lang.Lang) error {
	from, to := c.From, c.To
	for _, day := range []*string{&from, &to} {
		if _, err := time.Parse(time.DateOnly, *day); *day != "" && err != nil {
			return message.Errorf(l, "%q is not a day: write it as 2026-11-21", *day)
		}
	}
	if to == "" {
		to = "9999-12-31"
	}
	s, err := c.DB.open(context.Background(), l)
	if err != nil {
		return err
	}
	defer s.Close()
	list, err := s.FeedbackBetween(context.Background(), from, to)
	switch {
	case err != nil:
		return err
	case c.CSV:
		return feedbackTable(out, list)
	case c.JSON:
		return feedbackJSON(out, list)
	}
	feedbackText(out, l, list)
	return nil
}

// feedbackTable writes CSV as RFC 4180 has it, with the mark by which
// spreadsheets know UTF-8.
func feedbackTable(out io.Writer, list []store.Feedback) error {
	io.WriteString(out, "\ufeff")
	w := csv.NewWriter(out)
	w.UseCRLF = true
	w.Write([]string{"day", "page", "lang", "edition", "verdict", "reason", "text"})
	for _, f := range list {
		w.Write([]string{f.Day, f.Page, f.Lang, noFormula(f.Edition), f.Verdict, noFormula(f.Reason), noFormula(f.Text)})
	}
	w.Flush()
	return w.Error()
}

// noFormula keeps a spreadsheet from computing what a stranger wrote: programs
// take a cell for a formula that begins with one of these signs, some after
// spaces, and some take the wide forms of East Asian keyboards, too.
// See owasp.org/www-community/attacks/CSV_Injection.
func noFormula(cell string) string {
	if strings.ContainsAny(firstSign(cell), "=+-@|%＝＋－＠") || strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\n") {
		return "'" + cell
	}
	return cell
}

func firstSign(cell string) string {
	for _, r := range strings.TrimLeft(cell, " \t\n\u00a0\"'") {
		return string(r)
	}
	return ""
}

func feedbackJSON(out io.Writer, list []store.Feedback) error {
	type row struct {
		Day     string `json:"day"`
		Page    string `json:"page"`
		Lang    string `json:"lang"`
		Edition string `json:"edition"`
		Verdict string `json:"verdict"`
		Reason  string `json:"reason"`
		Text    string `json:"text"`
	}
	rows := make([]row, len(list))
	for i, f := range list {
		rows[i] = row(f)
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	return e.Encode(rows)
}

// feedbackText is for reading: pages of which something was said, and the words.
func feedbackText(out io.Writer, l lang.Lang, list []store.Feedback) {
	count := map[string]int{}
	for _, f := range list {
		count[f.Verdict]++
		fmt.Fprintf(out, "%s  %-5s  %s", f.Day, f.Verdict, f.Page)
		if f.Reason != "" {
			fmt.Fprintf(out, "  (%s)", f.Reason)
		}
		fmt.Fprintln(out)
		if f.Text != "" {
			fmt.Fprintf(out, "    %s\n", strings.ReplaceAll(f.Text, "\n", "\n    "))
		}
	}
	message.Fprintf(out, l, "Useful: %d. Not useful: %d. Something is wrong: %d.\n", count["yes"], count["no"], count["wrong"])
}
