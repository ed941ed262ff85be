package web

import (
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"
	"github.com/maypok86/otter/v2"

	"localvote/web/document"
)

// Files and lists for programs: the same for everybody, and asked for again and
// again. They are pressed as pages are. What rests on somebody's answers is not kept
// here, and none of them holds a secret, so that packing tells nobody anything.

// roomForFiles is how many bytes of memory they may take: all open data are three
// million, and packed in three ways less than one.
const roomForFiles = 6 << 20

// A fileShelf holds files that are ready to be sent, by address and content.
type fileShelf struct {
	once     sync.Once
	kept     *otter.Cache[string, *document.Document]
	pressing sync.Mutex // one file at a time: the largest takes seconds
}

func (f *fileShelf) cache() *otter.Cache[string, *document.Document] {
	f.once.Do(func() {
		f.kept = otter.Must(&otter.Options[string, *document.Document]{
			MaximumWeight: roomForFiles,
			Weigher: func(key string, d *document.Document) uint32 {
				return uint32(len(key) + d.Weight()) // a file is far below 4 GB
			},
		})
	})
	return f.kept
}

// send sends a body with the headers of the response so far. The tag names its bytes,
// which nobody changes afterwards. The first reader gets it packed quickly, and who
// asks after the second as small as it gets.
func (f *fileShelf) send(c echo.Context, tag string, body func() ([]byte, error)) error {
	key := c.Request().URL.Path + " " + c.Response().Header().Get("Content-Language") + " " + tag
	d, ok := f.cache().GetIfPresent(key)
	switch {
	case !ok:
		plain, err := body()
		if err != nil {
			return err
		}
		d = document.New(c.Response().Header(), plain)
		d.Quick()
		if len(key) <= maxAddress {
			f.cache().Set(key, d)
		}
	case d.Again():
		go f.press(key, d)
	}
	d.Send(c.Response(), c.Request())
	return nil
}

func (f *fileShelf) press(key string, d *document.Document) {
	f.pressing.Lock()
	defer f.pressing.Unlock()
	d.Best()
	d.Slim()
	if _, still := f.cache().GetIfPresent(key); still {
		f.cache().Set(key, d) // it weighs less now
	}
}

// A plainFile is a file without a language.
type plainFile struct {
	kind, cache string
	body        []byte
	packed      bool // packing it once more would not help
}

// head sets the headers of a file.
func (f plainFile) head(h http.Header) {
	h.Set(echo.HeaderContentType, f.kind)
	h.Set(echo.HeaderCacheControl, f.cache)
	h.Set(echo.HeaderVary, echo.HeaderAcceptEncoding)
}

// sendFile sends a file that is made for one reader, packed quickly if the reader
// takes that.
func sendFile(c echo.Context, f plainFile) error {
	f.head(c.Response().Header())
	d := document.New(c.Response().Header(), f.body)
	if !f.packed && document.TakesGzip(c.Request().Header.Get(echo.HeaderAcceptEncoding)) {
		d.Quick()
	}
	d.Send(c.Response(), c.Request())
	return nil
}

// sendKept sends a file that many ask for; tag names its bytes, which are made when
// they are not kept.
func (s *Server) sendKept(c echo.Context, f plainFile, tag string, body func() ([]byte, error)) error {
	f.head(c.Response().Header())
	return s.shelved.send(c, tag, body)
}

// asIs is a body that is there already.
func asIs(body []byte) func() ([]byte, error) {
	return func() ([]byte, error) { return body, nil }
}
