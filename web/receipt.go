package web

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/lang"
)

// receiptPath is the page that shows what its own request leaves behind.
const receiptPath = "/privacy/receipt"

// maxHeaderShown bounds a header on the page, in characters.
const maxHeaderShown = 200

func (s *Server) receiptRoutes() {
	for _, l := range lang.All() {
		s.page(http.MethodGet, l, receiptPath, s.receipt)
	}
}

// receipt shows the line of the log, all else that is kept, and what the browser
// said and nobody keeps.
func (s *Server) receipt(v *visit) error {
	v.place, v.easy = nil, false
	v.noStore()
	v.noIndex()
	page := templates.ReceiptPage{
		Heading: v.l.T("receipt.heading"), Lead: v.l.T("receipt.lead"),
		Line: logLine(v.c), LineNote: v.l.T("receipt.log_note"),
		Kept:   []string{v.l.T("receipt.database"), v.l.T("receipt.count"), v.l.T("receipt.limit")},
		Cookie: v.cookieWords(), SentNote: v.l.T("receipt.sent_note"), Sent: v.sentByBrowser(),
		Privacy: templates.Link{Text: v.l.T("feedback.privacy"), Href: v.href("/privacy")},
	}
	page.Frame = v.frame(frameOf{path: receiptPath, title: page.Heading, description: v.l.T("receipt.summary"), kind: kindTools, noIndex: true})
	return v.send(http.StatusOK, templates.Receipt(page))
}

// logLine is the line of this request. How long it takes is known only when it has
// been answered, so the line on the page does without.
func logLine(c echo.Context) string {
	line := requestLine(c, http.StatusOK, 0)
	line = slices.DeleteFunc(line, func(a slog.Attr) bool { return a.Key == "took" })
	var b bytes.Buffer
	r := slog.NewRecord(time.Time{}, slog.LevelInfo, requestMessage, 0)
	r.AddAttrs(line...)
	_ = slog.NewTextHandler(&b, nil).Handle(context.Background(), r) // a buffer takes everything
	return strings.TrimSpace(b.String())
}

// cookieWords say what the reader's own browser holds for this site.
func (v *visit) cookieWords() string {
	chosen := displayOf(v.c.Request()).chosen()
	if len(chosen) == 0 {
		return v.l.T("receipt.no_cookie")
	}
	return v.l.With("receipt.cookie", map[string]any{"cookie": displayCookie + "=" + strings.Join(chosen, ".")})
}

// sentByBrowser lists the headers of the request and the address that it came from.
func (v *visit) sentByBrowser() []templates.Pair {
	r := v.c.Request()
	pairs := []templates.Pair{{Term: v.l.T("receipt.address"), Value: v.c.RealIP()}}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		value := []rune(strings.ToValidUTF8(strings.Join(r.Header[name], ", "), ""))
		if len(value) > maxHeaderShown {
			value = append(value[:maxHeaderShown], '…')
		}
		pairs = append(pairs, templates.Pair{Term: name, Value: string(value)})
	}
	return pairs
}
