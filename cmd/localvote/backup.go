package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/store"
)

// backup copies the database into a file.
type backup struct {
	File string `arg:"" help:"New file for the copy. A file that exists is never overwritten." type:"path"`
	DB   dbPath `default:"localvote.db" env:"LOCALVOTE_DB" help:"The database of the server, which may go on running."`
}

// restore puts a copy in the place of the database.
type restore struct {
	File string `arg:"" help:"A copy that backup has made." type:"path"`
	DB   dbPath `default:"localvote.db" env:"LOCALVOTE_DB" help:"The database of the server, which must be stopped. What is there now is renamed, not overwritten."`
}

// Run copies, checks the copy, and tells what is in it.
func (b *backup) Run(out io.Writer, l lang.Lang) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := errors.Join(b.DB.file(l), b.DB.there(l)); err != nil {
		return err
	}
	c, err := store.Backup(ctx, string(b.DB), b.File)
	if err != nil {
		return err
	}
	message.Fprintf(out, l, "%s: a sound copy of %s, %d KB\n", c.Path, string(b.DB), c.Size>>10)
	tellCopy(out, l, c)
	return nil
}

// Run checks the copy before it touches anything.
func (r *restore) Run(out io.Writer, l lang.Lang) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := r.DB.file(l); err != nil {
		return err
	}
	c, aside, err := store.Restore(ctx, r.File, string(r.DB), time.Now())
	if aside != "" {
		message.Fprintf(out, l, "What was in %s is now in %s\n", string(r.DB), aside)
	}
	if err != nil {
		return err
	}
	message.Fprintf(out, l, "%s: restored from %s; start the server\n", string(r.DB), r.File)
	tellCopy(out, l, c)
	return nil
}

// tellCopy names the rows of each table, so that two copies can be compared, and
// the checksum as sha256sum prints it.
func tellCopy(out io.Writer, l lang.Lang, c store.Copy) {
	for _, t := range c.Tables {
		message.Fprintf(out, l, "  %s%s rows: %d\n", t.Name, strings.Repeat(" ", max(0, 15-len(t.Name))), t.Rows)
	}
	message.Fprintf(out, l, "  SHA-256: %s\n", c.SHA256)
}
