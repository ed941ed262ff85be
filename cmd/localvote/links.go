package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"localvote/web/lang"
	"localvote/web/links"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/site"
)

// linkCheck looks at the addresses that the content cites.
type linkCheck struct {
	Dir    string        `arg:"" optional:"" default:"content" help:"Content folder."`
	Host   []string      `help:"Only addresses on these hosts."`
	Risky  bool          `help:"Also ask publishers that are marked in the register: opening them may have consequences where you are."`
	Accept bool          `help:"Take texts that have changed as read. Do it after you have read them."`
	Pause  time.Duration `default:"2s" help:"Pause between two requests to the same host."`
}

// record is where links keeps what was seen, beside the content that it is about.
const linkRecord = "links.csv"

// A cited address and where it stands.
type cited struct {
	links.Link
	pos   problem.Pos
	risky bool
}

// Run asks, says what an editor should look at, and writes links.csv.
func (c *linkCheck) Run(out io.Writer, l lang.Lang) error {
	files, err := filesFrom(c.Dir)
	if err != nil {
		return err
	}
	s, problems := site.Build(files)
	if n := problems.Errors(); n > 0 {
		return message.Errorf(l, "the content has %d errors: run `localvote check`", n)
	}
	record := filepath.Join(c.Dir, linkRecord)
	data, err := os.ReadFile(record)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	entries, err := links.ParseEntries(data)
	if err != nil {
		return message.Errorf(l, "%s cannot be read: %v. If you delete it, it is made anew.", record, err)
	}
	wanted, left := c.wanted(addresses(s))
	if left > 0 {
		message.Fprintf(out, l, "Left out: %d addresses of marked publishers (--risky asks them, too).\n", left)
	}
	found, err := c.ask(out, l, wanted, entries)
	list := report(wanted, found)
	for _, p := range list {
		fmt.Fprintln(out, p.In(l))
	}
	if text, err := links.FormatEntries(entries); err != nil {
		return err
	} else if err := os.WriteFile(record, text, 0o644); err != nil {
		return err
	}
	message.Fprintf(out, l, "%d addresses asked: %d to look at; kept in %s\n", len(found), len(list), record)
	if err != nil {
		return message.Errorf(l, "stopped before the end: what was seen is kept")
	}
	if len(list) > 0 {
		return errSilent
	}
	return nil
}

// addresses lists what the register of sources and the list of contacts cite.
func addresses(s *site.Site) []cited {
	var out []cited
	for _, src := range s.Sources.All() {
		if src.URL == "" {
			continue
		}
		link := links.Link{Address: src.URL}
		if src.Quote != nil {
			link.Quote = src.Quote.Text
		}
		out = append(out, cited{link, src.Pos, src.Risk != nil})
	}
	for _, contact := range s.Records.Contacts {
		if contact.Site != "" {
			address := contact.Site
			if !strings.Contains(address, "://") {
				address = "https://" + address
			}
			out = append(out, cited{links.Link{Address: address}, contact.Pos, false})
		}
	}
	return out
}

// wanted leaves out what was not asked for, and asks each address once.
func (c *linkCheck) wanted(all []cited) (wanted []cited, left int) {
	for _, a := range all {
		switch {
		case len(c.Host) > 0 && !slices.ContainsFunc(c.Host, func(h string) bool { return strings.Contains(a.Address, "//"+h) || strings.Contains(a.Address, "."+h) }):
		case slices.ContainsFunc(wanted, func(w cited) bool { return w.Address == a.Address && w.Quote == a.Quote }):
		case a.risky && !c.Risky:
			left++
		default:
			wanted = append(wanted, a)
		}
	}
	return wanted, left
}

// ask looks at all addresses and says how far it has come. Ctrl-C ends it; what
// was seen until then counts.
func (c *linkCheck) ask(out io.Writer, l lang.Lang, wanted []cited, entries map[string]links.Entry) (map[string]links.Finding, error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	checker := links.New("LocalVoteLinks/1.0 (an editor checks citations)")
	checker.Pause = c.Pause
	saved, list := map[string]string{}, []links.Link{}
	for _, a := range wanted {
		list = append(list, a.Link)
		saved[a.Address] = entries[a.Address].Text
	}
	found := map[string]links.Finding{}
	today := time.Now().Format(time.DateOnly)
	n := 0
	err := checker.Check(ctx, list, saved, func(f links.Finding) {
		n++
		message.Fprintf(out, l, "%d of %d: %s — %s\n", n, len(list), f.Address, stateWords(f.State))
		found[f.Address] = f
		links.Note(entries, f, today, c.Accept)
	})
	return found, err
}

func stateWords(s links.State) message.Message {
	switch s {
	case links.Moved:
		return message.New("moved")
	case links.Gone:
		return message.New("gone")
	case links.Changed:
		return message.New("text changed")
	case links.Lost:
		return message.New("quotation not found")
	case links.Refused:
		return message.New("refused")
	case links.Later:
		return message.New("busy")
	case links.Silent:
		return message.New("no answer")
	}
	return message.New("as before")
}

// report says what somebody should look at, in the order of the files.
func report(wanted []cited, found map[string]links.Finding) problem.List {
	var list problem.List
	for _, a := range wanted {
		f, ok := found[a.Address]
		if !ok {
			continue
		}
		switch f.State {
		case links.Moved:
			list.Warnf(a.pos, "K01", "the address has moved: %s", a.Address).Hint("write the new one: %s", f.MovedTo)
		case links.Gone:
			list.Warnf(a.pos, "K02", "the page is gone (HTTP %d): %s", f.Status, a.Address).Hint("look for another copy, or say in `how:` that it is gone and when it was seen")
		case links.Changed:
			list.Warnf(a.pos, "K03", "the text has changed since it was read: %s", a.Address).Hint("read it again, mend what rests on it, set `checked_on`; then run `localvote links --accept`")
		case links.Lost:
			list.Warnf(a.pos, "K04", "the words that we quote are not on the page: %s", a.Address).Hint("compare the quotation with the page")
		case links.Refused:
			list.Warnf(a.pos, "K05", "the host refuses programs (HTTP %d): %s", f.Status, a.Address).Hint("open it in a browser")
		case links.Later, links.Silent:
			list.Warnf(a.pos, "K06", "no answer now: %s (%s)", a.Address, why(f)).Hint("try again another day, or from another network")
		}
	}
	return list.Sort()
}

func why(f links.Finding) string {
	if f.Reason != "" {
		return f.Reason
	}
	return fmt.Sprintf("HTTP %d", f.Status)
}
