package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"localvote/templates"
	"localvote/web/lang"
	"localvote/web/site"
	"localvote/web/store"
)

// What readers say of a page: two buttons and a third for mistakes on every page
// but those of the no-trace mode, where nothing is offered that could be kept.
// "Yes" is kept at once; the others lead to a form with closed reasons and room for
// a few words. No token and no script keeps machines out, as both would need
// something about the reader: a trap in the form, few links, a limit for each
// address (see web/guard) and for each day (see store.AddFeedback) do.

const (
	feedbackPath = "/feedback"        // behind the language
	thanksPath   = "/feedback/thanks" // where a form that was kept ends
)

// Names of the fields of the form.
const (
	fieldPage    = "page"
	fieldVerdict = "verdict"
	fieldReason  = "reason"
	fieldText    = "text"
	fieldTrap    = "website" // stays empty; whoever fills in everything is a machine
	fieldSend    = "send"    // the form with the reasons, not the buttons
)

// maxTextLinks is how many addresses a text may name: a source or two, not an
// advertisement.
const maxTextLinks = 2

func (s *Server) feedbackRoutes() {
	for _, l := range lang.All() {
		s.page(http.MethodGet, l, feedbackPath, s.feedbackForm)
		s.page(http.MethodPost, l, feedbackPath, s.takeFeedback)
		s.page(http.MethodGet, l, thanksPath, s.thanks)
	}
}

// useful asks at the foot of a page whether it was of use.
func (v *visit) useful(f frameOf) *templates.Useful {
	if f.private || v.archiving || v.server.copied || strings.HasPrefix(f.path, feedbackPath) || strings.HasPrefix(f.path, tracePath) {
		return nil
	}
	return &templates.Useful{Action: v.href(feedbackPath), Page: v.spokenOf(f.path)}
}

// otherPage stands for a page that the site does not know.
const otherPage = "/other"

// spokenOf is the page as it is kept: only the first part of its address, so that
// neither the code of a result nor a place can be in it.
func (v *visit) spokenOf(path string) string {
	if path == "/" {
		return path
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if _, ok := v.site.Book.Get(first); ok && first != site.HomePage || slices.Contains(v.site.FixedPages(), first) {
		return "/" + first
	}
	switch first {
	case "result", "cite", "quote", "statistics":
		return "/" + first
	}
	return otherPage
}

// verdicts and reasons of a feedback, in the order of the form.
var (
	feedbackVerdicts = []string{"yes", "no", "wrong"}
	feedbackReasons  = []string{"law", "source", "language", "not-found", "unclear", "broken", "other"}
)

func (v *visit) verdictWords(verdict string) string {
	switch verdict {
	case "yes":
		return v.l.T("feedback.verdict.yes")
	case "no":
		return v.l.T("feedback.verdict.no")
	}
	return v.l.T("feedback.verdict.wrong")
}

func (v *visit) reasonWords(reason string) string {
	switch reason {
	case "law":
		return v.l.T("feedback.reasons.law")
	case "source":
		return v.l.T("feedback.reasons.source")
	case "language":
		return v.l.T("feedback.reasons.language")
	case "not-found":
		return v.l.T("feedback.reasons.not_found")
	case "unclear":
		return v.l.T("feedback.reasons.unclear")
	case "broken":
		return v.l.T("feedback.reasons.broken")
	}
	return v.l.T("feedback.reasons.another")
}

// said is a form as it came, and what is wrong with it.
type said struct {
	page, verdict, reason, text string
	errors                      map[string]string // words by field
}

// feedbackForm is the form of somebody who comes by a link.
func (s *Server) feedbackForm(v *visit) error {
	return v.sendFeedback(http.StatusOK, said{page: v.spokenOf(v.c.QueryParam(fieldPage))}, "")
}

// takeFeedback keeps what was said, or asks on.
func (s *Server) takeFeedback(v *visit) error {
	v.noStore()
	form, err := v.form()
	if err != nil {
		return err
	}
	f := v.readSaid(form)
	switch {
	case form.Get(fieldSend) == "" && f.verdict == "yes": // the button at the foot of a page
		f.reason, f.text, f.errors = "", "", nil
	case form.Get(fieldSend) == "" && f.verdict != "":
		f.errors = nil
		return v.sendFeedback(http.StatusOK, f, "")
	case len(f.errors) > 0:
		return v.sendFeedback(http.StatusUnprocessableEntity, f, "")
	}
	clean, struck := withoutPersonal(f.text)
	err = v.keepSaid(f, clean)
	if err != nil {
		return v.sendFeedback(http.StatusServiceUnavailable, f, v.notKept(err))
	}
	query := url.Values{fieldPage: {f.page}}
	if struck {
		query.Set("struck", "yes")
	}
	return v.seeOther(thanksPath, query.Encode())
}

var errNoStore = errors.New("there is no database")

func (v *visit) keepSaid(f said, text string) error {
	if v.server.store == nil {
		return errNoStore
	}
	err := v.server.store.AddFeedback(v.server.storeTime(v.c), store.Feedback{
		Day: v.server.keptUnder(), Page: f.page, Lang: string(v.lang), Edition: v.q.Hash, Verdict: f.verdict, Reason: f.reason, Text: text,
	})
	if err != nil && !errors.Is(err, store.ErrFull) {
		v.server.storageFailed(err)
	}
	return err
}

// ForgetFeedback deletes what was said more than a year ago. By a clock that cannot be
// right it deletes nothing.
func (s *Server) ForgetFeedback(ctx context.Context) error {
	if s.store == nil {
		return nil
	}
	if !s.clockBelieved() {
		s.log.Error("the clock cannot be right: no old feedback is deleted until it is; set it, then restart the server", "clock", s.now().UTC().Format(time.DateOnly))
		return nil
	}
	_, err := s.store.DeleteFeedback(ctx, s.now().In(zone).AddDate(-1, 0, 0).Format(time.DateOnly))
	return err
}

// notKept says why nothing was kept. What was written stays in the form.
func (v *visit) notKept(err error) string {
	if errors.Is(err, store.ErrFull) {
		return v.l.T("feedback.full")
	}
	return v.l.T("feedback.failed")
}

// readSaid reads a form and says what is wrong with it.
func (v *visit) readSaid(form url.Values) said {
	f := said{page: v.spokenOf(form.Get(fieldPage)), errors: map[string]string{}, text: cleanText(form.Get(fieldText))}
	if f.verdict = form.Get(fieldVerdict); !slices.Contains(feedbackVerdicts, f.verdict) {
		f.verdict, f.errors[fieldVerdict] = "", v.l.T("feedback.error.verdict")
	}
	if f.reason = form.Get(fieldReason); !slices.Contains(feedbackReasons, f.reason) {
		f.reason = ""
		if f.verdict != "yes" {
			f.errors[fieldReason] = v.l.T("feedback.error.reason")
		}
	}
	if n := utf8.RuneCountInString(f.text); n > store.MaxFeedbackText {
		f.errors[fieldText] = v.l.With("feedback.error.long", map[string]any{"n": n, "max": store.MaxFeedbackText})
	} else if len(addressInText.FindAllString(f.text, maxTextLinks+1)) > maxTextLinks {
		f.errors[fieldText] = v.l.T("feedback.error.links")
	}
	if form.Get(fieldTrap) != "" {
		f.errors[fieldTrap] = v.l.T("feedback.error.trap")
	}
	return f
}

// cleanText is a text as forms should send it: lines end with \n, and there is
// nothing that no keyboard writes.
func cleanText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s))
}

var addressInText = regexp.MustCompile(`(?i)\b(?:https?://|www\.)`)

// What a text must not keep: the code of answers, with the address that holds it;
// e-mail addresses; what may be a telephone, a passport or a personal number.
var personal = regexp.MustCompile(`(?i)\S*/(?:check|result)/\S+` +
	`|\b\d-[0-9a-z]{4,}\b` +
	`|[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+` +
	`|\b[a-zа-яёіў]{2} ?\d{7}\b` +
	`|\+?\d(?:[\s().\-–]{0,3}\d){6,}[0-9a-z]*`)

// recentDate is a date as laws have them, on which nobody was born who may vote.
var recentDate = regexp.MustCompile(`^\d{1,2}\.\d{1,2}\.20[1-9]\d$`)

// struckOut stands where something was taken out.
const struckOut = "[…]"

// withoutPersonal takes out of a text what looks like somebody's data, and tells
// whether there was any.
func withoutPersonal(text string) (clean string, struck bool) {
	clean = personal.ReplaceAllStringFunc(text, func(found string) string {
		if recentDate.MatchString(found) {
			return found
		}
		return struckOut
	})
	if utf8.RuneCountInString(clean) > store.MaxFeedbackText { // short codes give way to the sign for them
		clean = string([]rune(clean)[:store.MaxFeedbackText])
	}
	return clean, clean != text
}

// sendFeedback draws the form.
func (v *visit) sendFeedback(status int, f said, failed string) error {
	v.noStore()
	v.noIndex()
	page := templates.FeedbackPage{
		Heading: v.l.T("feedback.heading"), Lead: v.l.T("feedback.lead"), Failed: failed,
		Action: v.href(feedbackPath), Hidden: []templates.Hidden{{Name: fieldPage, Value: f.page}, {Name: fieldSend, Value: "yes"}},
		Reason: v.reasonQuestion(f),
		Text:   templates.TextField{Name: fieldText, Value: f.text, Max: store.MaxFeedbackText, Label: v.l.T("feedback.text"), Hint: v.l.T("feedback.text_hint"), Error: f.errors[fieldText]},
		Trap:   templates.TrapField{Name: fieldTrap, Error: f.errors[fieldTrap]},
		Kept:   v.l.T("feedback.kept"), Privacy: templates.Link{Text: v.l.T("feedback.privacy"), Href: v.href("/privacy")},
	}
	if f.verdict == "" || f.errors[fieldVerdict] != "" {
		q := v.verdictQuestion(f)
		page.Verdict = &q
	} else {
		page.Heading = v.headingOf(f.verdict)
		page.Hidden = append(page.Hidden, templates.Hidden{Name: fieldVerdict, Value: f.verdict})
	}
	page.Errors = v.feedbackErrors(f)
	page.Frame = v.frame(frameOf{path: feedbackPath, query: url.Values{fieldPage: {f.page}}.Encode(), title: page.Heading, kind: kindTools, noIndex: true, failed: len(page.Errors) > 0})
	return v.send(status, templates.Feedback(page))
}

func (v *visit) headingOf(verdict string) string {
	switch verdict {
	case "no":
		return v.l.T("feedback.heading_no")
	case "wrong":
		return v.l.T("feedback.heading_wrong")
	}
	return v.l.T("feedback.heading")
}

func (v *visit) verdictQuestion(f said) templates.Question {
	q := templates.Question{L: v.l, ID: fieldVerdict, Title: v.l.T("feedback.ask"), Heading: 2, Error: f.errors[fieldVerdict]}
	for n, value := range feedbackVerdicts {
		q.Options = append(q.Options, templates.Option{ID: optionID(fieldVerdict, n), Value: value, Label: v.verdictWords(value), Checked: value == f.verdict})
	}
	return q
}

func (v *visit) reasonQuestion(f said) templates.Question {
	q := templates.Question{L: v.l, ID: fieldReason, Title: v.l.T("feedback.why"), Heading: 2, Error: f.errors[fieldReason]}
	for n, value := range feedbackReasons {
		q.Options = append(q.Options, templates.Option{ID: optionID(fieldReason, n), Value: value, Label: v.reasonWords(value), Checked: value == f.reason})
	}
	return q
}

// feedbackErrors lists the mistakes in the order of the form.
func (v *visit) feedbackErrors(f said) []templates.ErrorLink {
	var links []templates.ErrorLink
	for _, field := range []struct{ name, id string }{
		{fieldVerdict, optionID(fieldVerdict, 0)}, {fieldReason, optionID(fieldReason, 0)}, {fieldText, fieldText}, {fieldTrap, fieldTrap},
	} {
		if words := f.errors[field.name]; words != "" {
			links = append(links, templates.ErrorLink{Href: "#" + field.id, Text: words})
		}
	}
	return links
}

// thanks says what was kept, and leads back.
func (s *Server) thanks(v *visit) error {
	v.noIndex()
	back := v.spokenOf(v.c.QueryParam(fieldPage))
	page := templates.MessagePage{Heading: v.l.T("feedback.thanks"), Text: []string{v.l.T("feedback.thanks_text")}}
	if v.c.QueryParam("struck") != "" {
		page.Text = append(page.Text, v.l.T("feedback.struck"))
	}
	if _, ok := v.site.Book.Get(strings.TrimPrefix(back, "/")); ok {
		page.Links = append(page.Links, templates.Link{Text: v.l.T("feedback.back"), Href: v.href(back)})
	}
	page.Links = append(page.Links, templates.Link{Text: v.l.T("nav.check"), Href: v.href("/check")}, templates.Link{Text: v.l.T("statistics.nav"), Href: v.href(statisticsPath)})
	page.Frame = v.frame(frameOf{path: thanksPath, query: url.Values{fieldPage: {back}}.Encode(), title: page.Heading, kind: kindTools, noIndex: true})
	return v.send(http.StatusOK, templates.Notice(page))
}
