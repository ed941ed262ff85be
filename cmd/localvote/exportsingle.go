package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"

	"localvote/web"
	"localvote/web/lang"
	"localvote/web/message"
)

// exportSingle writes the site in one language as one file. It is written beside the
// name that it gets, so that nobody ever opens half of one.
func exportSingle(out io.Writer, l lang.Lang, server *web.Server, file string, bar *progressBar) error {
	body, err := server.OneFile(context.Background(), l, bar.step)
	bar.end()
	if err != nil {
		return err
	}
	if err := replaceFile(file, body); err != nil {
		return err
	}
	message.Fprintf(out, l, "%s: %d KB, compressed %d KB. Any browser opens it, without a network.\n", file, len(body)/1000, gzipped(body)/1000)
	return nil
}

// gzipped is how many bytes a body has on its way, at best.
func gzipped(body []byte) int {
	var packed bytes.Buffer
	w, _ := gzip.NewWriterLevel(&packed, gzip.BestCompression) // cannot fail: the level is right, and memory takes all
	_, _ = w.Write(body)
	_ = w.Close()
	return packed.Len()
}

// replaceFile writes a file and gives it its name when it is whole.
func replaceFile(name string, body []byte) error {
	fresh, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-")
	if err != nil {
		return err
	}
	defer os.Remove(fresh.Name()) // nothing is there any more if all went well
	_, err = fresh.Write(body)
	if closed := fresh.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(fresh.Name(), 0o644)
	}
	if err != nil {
		return err
	}
	return os.Rename(fresh.Name(), name)
}
