package web

import (
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// Numbers of requests. Each request that is worked on gets a random number, which
// stands in its line of the log and, when we have failed, on the page: a reader who
// tells it helps us to find that line, and says nothing about themselves. A number is
// never taken from the request, and never goes out with an answer that anybody may
// keep: in a copy it would say when the page was fetched.

const requestIDHeader = echo.HeaderXRequestID

// idLetters leaves out what is taken for something else on the telephone (Crockford's
// alphabet: no I, L, O, U).
var idLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// newRequestID is 40 random bits as 8 letters.
func newRequestID() string {
	var random [5]byte
	_, _ = rand.Read(random[:]) // never fails, see its documentation
	return idLetters.EncodeToString(random[:])
}

// requestID is the number of a request, "" if it has none.
func requestID(c echo.Context) string {
	id, _ := c.Get(requestIDHeader).(string)
	return id
}

// numberRequest gives a request its number. The header is set at the last moment,
// when it is known whether the answer may be kept.
func numberRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := newRequestID()
		c.Set(requestIDHeader, id)
		response := c.Response()
		response.Before(func() {
			if keptByNobody(response.Status, response.Header().Get(echo.HeaderCacheControl)) {
				response.Header().Set(requestIDHeader, id)
			}
		})
		return next(c)
	}
}

// keptByNobody tells whether no cache and no browser keeps an answer (RFC 9111, 3
// and 4.2.2): it says so, or it has a status that is not kept unless it says so.
func keptByNobody(status int, cacheControl string) bool {
	if strings.Contains(cacheControl, "no-store") {
		return true
	}
	switch status {
	case http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect:
		return cacheControl == ""
	}
	return status >= http.StatusInternalServerError
}
