package guard

import (
	"bytes"
	"io"
	"net/http"
)

// ReadFirst reads the body of a request whole, so that whoever sends it slowly holds a
// connection and nothing else. What is longer than most bytes stays where it is: the
// handler will refuse it. It gives the error of reading to whoever reads the body.
func ReadFirst(r *http.Request, most int64) {
	if r.Body == nil || r.Body == http.NoBody || r.ContentLength > most {
		return
	}
	read, err := io.ReadAll(io.LimitReader(r.Body, most+1))
	rest := io.Reader(r.Body)
	if err != nil {
		rest = failing{err}
	}
	r.Body = body{io.MultiReader(bytes.NewReader(read), rest), r.Body}
}

type body struct {
	io.Reader
	io.Closer
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Leaving gives a writer that calls leave as soon as bytes of an answer are sent: the
// work is done then, and a reader on a slow line keeps nobody else waiting.
func Leaving(w http.ResponseWriter, leave func()) http.ResponseWriter {
	return &leaving{w, leave}
}

type leaving struct {
	http.ResponseWriter
	leave func()
}

func (l *leaving) Write(b []byte) (int, error) {
	l.leave()
	return l.ResponseWriter.Write(b)
}

// ReadFrom keeps the way from files to the network short.
func (l *leaving) ReadFrom(r io.Reader) (int64, error) {
	l.leave()
	return io.Copy(l.ResponseWriter, r)
}

// Unwrap is for http.ResponseController.
func (l *leaving) Unwrap() http.ResponseWriter { return l.ResponseWriter }
