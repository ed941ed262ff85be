package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"localvote/web/metrics"
)

// logRequest writes one line per request: its random number, the pattern of the address (never the
// address itself, which holds a code), status and time. No query, no form, no
// client address, no agent.
func (s *Server) logRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		if c.Request().Context().Value(drawing{}) != nil {
			return nil
		}
		took := time.Since(began)
		s.metrics.Request(metrics.KindOf(c.Path()), c.Request().Method, c.Response().Status, took)
		s.log.LogAttrs(c.Request().Context(), slog.LevelInfo, requestMessage, requestLine(c, c.Response().Status, took)...)
		return nil
	}
}

const requestMessage = "request"

// requestLine is all that the log keeps of a request. The page that shows readers
// what a request leaves behind shows this, so it cannot say less.
func requestLine(c echo.Context, status int, took time.Duration) []slog.Attr {
	pattern := c.Path()
	if pattern == "" {
		pattern = "(none)"
	}
	return []slog.Attr{
		slog.String("id", requestID(c)),
		slog.String("method", knownMethod(c.Request().Method)),
		slog.String("pattern", pattern),
		slog.Int("status", status),
		slog.Duration("took", took.Round(time.Microsecond)),
	}
}

// knownMethod keeps free text out of the log: a method may be any word.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return method
	}
	return "OTHER"
}

// recoverPanic turns a panic into an error page. The stack is logged, the
// panic's value is not: it may quote the request.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if r := recover(); r != nil {
				if r == http.ErrAbortHandler {
					panic(r)
				}
				s.log.Error("a handler panicked", "id", requestID(c), "pattern", c.Path(), "kind", fmt.Sprintf("%T", r), "stack", string(debug.Stack()))
				err = echo.NewHTTPError(http.StatusInternalServerError)
			}
		}()
		return next(c)
	}
}

// contentPolicy allows this origin's stylesheets and pictures and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// suggestPolicy is for pages with a box that suggests places: they may run this
// origin's script, and it may ask this origin.
const suggestPolicy = contentPolicy + "; script-src 'self'; connect-src 'self'"

// framePolicy is for the page that shows the cards: it may frame pages of this
// origin.
const framePolicy = contentPolicy + "; frame-src 'self'"

// cardPolicy is for cards: every site may frame them, and a page that somebody tries
// out from a folder, which the star leaves out. They have no forms and no
// pictures.
const cardPolicy = "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors * file:"

// permissions denies what a page could ask a device for, or tell it apart by: no page
// of the site needs any of it. These are the names that Chromium knows; it complains of
// others.
const permissions = "accelerometer=(), browsing-topics=(), camera=(), clipboard-read=(), compute-pressure=(), display-capture=(), " +
	"gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), " +
	"keyboard-map=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), " +
	"publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), " +
	"storage-access=(), usb=(), window-management=(), xr-spatial-tracking=()"

const contentPolicyHeader = "Content-Security-Policy"

func secureHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set(contentPolicyHeader, contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Permissions-Policy", permissions)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		switch {
		case isEmbed(c): // and a page with a policy for what it embeds may have it too
			h.Set(contentPolicyHeader, cardPolicy)
			h.Set("Cross-Origin-Embedder-Policy", "require-corp")
			h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		case isCardSheet(c): // a frame in a sandbox has no origin of its own
			h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		case !isOpen(c):
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
		}
		return next(c)
	}
}

func isAPI(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, "/api/") }

// isOpen tells whether pages of any origin may read the address: the API, the open
// data, the mark of the site, pictures for social networks, feeds, and what tells how
// to embed a page.
func isOpen(c echo.Context) bool {
	path := c.Request().URL.Path
	return isAPI(c) || strings.HasPrefix(path, dataFolder) || strings.HasPrefix(path, cardFolder) || path == logoPath || path == oembedPath || isFeed(path)
}

// isEmbed tells whether the address is that of a card, which others may frame.
func isEmbed(c echo.Context) bool { return strings.HasPrefix(c.Request().URL.Path, embedFolder) }

// isCardSheet tells whether the address is that of the stylesheet of the cards.
func isCardSheet(c echo.Context) bool {
	return strings.HasPrefix(c.Request().URL.Path, "/static/css/embed.")
}

// refuseForeignForms refuses forms that another site sends. The API is open to
// every origin: it knows nobody and keeps nothing.
func (s *Server) refuseForeignForms(next echo.HandlerFunc) echo.HandlerFunc {
	protection := http.NewCrossOriginProtection()
	return func(c echo.Context) error {
		if !isAPI(c) && protection.Check(c.Request()) != nil {
			return errForeignForm
		}
		return next(c)
	}
}

// Limits of a request body, in bytes. All questions with all their answers are
// well below both.
const (
	maxForm = 8 << 10
	maxJSON = 4 << 10
)

func limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		limit := int64(maxForm)
		if isAPI(c) {
			limit = maxJSON
		}
		r := c.Request()
		if r.ContentLength > limit {
			return errTooLarge
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
		return next(c)
	}
}
