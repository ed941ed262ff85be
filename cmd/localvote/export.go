package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"localvote/web"
	"localvote/web/export"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/site"
)

// exporting writes the site as files.
type exporting struct {
	Dir       string      `arg:"" optional:"" help:"Folder for the files. It is made, or exchanged if it holds an earlier export; anything else in it is left alone."`
	Single    string      `placeholder:"FILE" help:"Write one HTML file instead, without scripts: all pages, sources and questions in the language of --lang." type:"path"`
	Languages []lang.Lang `default:"ru,be,en" enum:"ru,be,en" help:"Which languages are written."`
	BaseURL   string      `env:"LOCALVOTE_BASE_URL" help:"Scheme and host of the living site, with its path if it has one. What needs a server leads there; without it such links are left out. 404.html links from the root of that host and path, all other pages from file to file."`
	Gzip      bool        `help:"Also write each file compressed, with the ending .gz, for servers that send such files."`
	Content   string      `env:"LOCALVOTE_CONTENT" help:"Folder to read instead of the content that was built in." type:"path"`
}

// Run writes beside the folder, and exchanges the two when everything is there.
func (e *exporting) Run(out io.Writer, l lang.Lang) error {
	if (e.Single == "") == (e.Dir == "") {
		return message.Errorf(l, "name either a folder or --single FILE")
	}
	if e.Single != "" {
		return e.single(out, l)
	}
	began := time.Now()
	if err := free(e.Dir, l); err != nil {
		return err
	}
	server, base, err := e.server(l)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	target, err := newExportFolder(e.Dir, e.Gzip)
	if err != nil {
		return err
	}
	defer target.abandon()
	bar := newProgressBar(out, func(done, known int) string {
		return message.Sprintf(l, "%d of %d files found so far", done, known)
	})
	sum, err := export.Run(ctx, export.Config{
		Handler: server, Base: base, Langs: e.Languages, Words: server.CopyWords(), Root: server.CopyRoot(),
		Write: target.write, Progress: bar.step, Workers: runtime.GOMAXPROCS(0),
	})
	bar.end()
	if errors.Is(err, context.Canceled) {
		return message.Errorf(l, "stopped; %s is as it was before", e.Dir)
	}
	if err != nil {
		return err
	}
	if err := target.finish(); err != nil {
		return err
	}
	e.report(out, l, sum, target.packed.Load(), time.Since(began))
	return nil
}

// single writes one file, in the language of the command.
func (e *exporting) single(out io.Writer, l lang.Lang) error {
	server, _, err := e.server(l)
	if err != nil {
		return err
	}
	bar := newProgressBar(out, func(done, of int) string { return message.Sprintf(l, "%d of %d parts", done, of) })
	return exportSingle(out, l, server, e.Single, bar)
}

// report says what there is now.
func (e *exporting) report(out io.Writer, l lang.Lang, sum export.Summary, packed int64, took time.Duration) {
	message.Fprintf(out, l, "%s: %d pages in %d files, %s MB", e.Dir, sum.Pages, sum.Files, megabytes(sum.Bytes))
	if e.Gzip {
		message.Fprintf(out, l, " (and %s MB compressed)", megabytes(packed))
	}
	message.Fprintf(out, l, ", in %d seconds. The largest page is %s: %d KB.\n", int(took.Seconds()+1), sum.Largest, sum.LargestSize>>10)
	message.Fprintf(out, l, "Open %s.\n", filepath.Join(e.Dir, "index.html"))
}

// server is the site as it is copied: without a database, for nothing is counted.
func (e *exporting) server(l lang.Lang) (*web.Server, string, error) {
	base := strings.TrimSuffix(e.BaseURL, "/")
	switch {
	case base == "":
		base = export.NoSite
	case !strings.HasPrefix(base, "https://") && !strings.HasPrefix(base, "http://"):
		return nil, "", message.Errorf(l, "--base-url must begin with https:// or http://, not %q", e.BaseURL)
	}
	files, err := filesFrom(e.Content)
	if err != nil {
		return nil, "", err
	}
	if e.Content == "" {
		files = files.Proven()
	}
	s, problems := site.Build(files)
	if n := problems.Errors(); n > 0 {
		return nil, "", message.Errorf(l, "the content has %d errors: run `localvote check`", n)
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	return web.New(web.Config{Live: site.NewLive(s, problems, time.Now), BaseURL: base, Log: log, Now: time.Now, Copied: true}), base, nil
}

// megabytes writes a size with one digit behind the point.
func megabytes(n int64) string { return tenths(n * 10 >> 20) }
