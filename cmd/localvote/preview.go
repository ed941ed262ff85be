package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/preview"
	"localvote/web/problem"
	"localvote/web/site"
)

// previewing shows editors their working folder.
type previewing struct {
	Dir     string `arg:"" optional:"" default:"content" help:"Content folder."`
	Addr    string `default:"localhost:8090" help:"Address to listen on, as host:port. The usual one can be reached from this machine only."`
	Against string `help:"Folder that counts as live, to compare with (default: the content that was built in)."`
}

// previewEvery is how often the folder is looked at: somebody waits for it.
const previewEvery = 300 * time.Millisecond

// Run shows the folder until it is told to stop.
func (p *previewing) Run(out io.Writer, l lang.Lang) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if _, err := filesFrom(p.Dir); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", p.Addr)
	if err != nil {
		return message.Errorf(l, "cannot listen on %s: %v (choose another address with --addr)", p.Addr, err)
	}
	defer listener.Close()
	live, err := p.live(out, l)
	if err != nil {
		return err
	}
	base := "http://" + reachable(listener.Addr())
	pages := preview.New(preview.Config{
		Against: live, BaseURL: base, Lang: l, Now: time.Now,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})), // each request would bury the mistakes
	})
	context.AfterFunc(ctx, pages.Close)
	r := &draftReader{folder: p.Dir, pages: pages, out: out, lang: l, base: base}
	w := &watcher{folder: p.Dir, every: previewEvery, reload: r.read, log: slog.New(slog.NewTextHandler(os.Stderr, nil))}
	w.seen = w.look("") // what is saved while the folder is read is read again
	r.read(ctx)
	message.Fprintf(out, l, "The preview is at %s (stop it with Ctrl+C)\n", base+"/"+string(l)+"/")
	go w.run(ctx)
	return listen(ctx, listener, pages)
}

// live reads what counts as live. It must be sound, as what is live always is.
func (p *previewing) live(out io.Writer, l lang.Lang) (*site.Site, error) {
	said := progress(out, l, message.New("the live edition"))
	files, err := filesFrom(p.Against)
	if err != nil {
		return nil, err
	}
	if p.Against == "" {
		files = files.Proven()
	}
	built, problems := site.Build(files)
	said(problems)
	if n := problems.Errors(); n > 0 {
		printErrors(out, l, problems)
		return nil, message.Errorf(l, "what counts as live has %d errors: nothing can be compared with it", n)
	}
	return built, nil
}

// printErrors lists what must be mended; warnings stand in the browser only.
func printErrors(out io.Writer, l lang.Lang, problems problem.List) {
	for _, p := range problems {
		if p.Severity == problem.Error {
			fmt.Fprintln(out, p.In(l))
		}
	}
}

// progress says what is being read, and gives what says how that ended.
func progress(out io.Writer, l lang.Lang, what message.Message) func(problem.List) {
	began := time.Now()
	message.Fprintf(out, l, "reading %s … ", what)
	return func(problems problem.List) {
		n := problems.Errors()
		message.Fprintf(out, l, "done in %.1f s: %d errors, %d warnings\n", time.Since(began).Seconds(), n, len(problems)-n)
	}
}

// A draftReader reads the working folder and says in the terminal what came of it.
type draftReader struct {
	folder string
	pages  *preview.Preview
	out    io.Writer
	lang   lang.Lang
	base   string
}

// read reads the folder for the preview.
func (r *draftReader) read(context.Context) {
	said := progress(r.out, r.lang, message.New("%s", r.folder))
	files, err := filesFrom(r.folder)
	if err != nil {
		message.Fprintf(r.out, r.lang, "it cannot be read: %v\n", err)
		return
	}
	problems := r.pages.Read(files)
	said(problems)
	printErrors(r.out, r.lang, problems)
	if len(problems) > 0 {
		message.Fprintf(r.out, r.lang, "      all of them: %s\n", r.base+preview.Root+"problems")
	}
}

// reachable is where a browser on this machine finds what listens at an address.
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); host == "" || ip.IsUnspecified() || ip.IsLoopback() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
