package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"localvote/web/eligibility"
	"localvote/web/problem"
	"localvote/web/site"
)

// lookEvery is how often the content folder is looked at. Looking is cheap, works
// on every file system, and two equal looks show that nobody is copying any more.
const lookEvery = time.Second

// A watcher looks at a folder and has it read again when it has changed and is
// quiet, or when the program gets SIGHUP.
type watcher struct {
	folder string
	every  time.Duration
	seen   string         // fingerprint of the folder as it was read last; "" for as it is when the watch begins
	hup    chan os.Signal // SIGHUP, if somebody listens for it already
	reload func(context.Context)
	log    *slog.Logger
}

// hearHangUp listens for SIGHUP, by which a program ends that does not listen.
func hearHangUp() chan os.Signal {
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	return hup
}

// run watches until ctx ends.
func (w *watcher) run(ctx context.Context) {
	hup := w.hup
	if hup == nil {
		hup = hearHangUp()
	}
	defer signal.Stop(hup)
	began := time.Now()
	loaded, before := cmp.Or(w.seen, w.look("")), ""
	next := time.NewTimer(w.pause(time.Since(began)))
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
			loaded = w.look(loaded)
			w.reload(ctx)
		case <-next.C:
			began := time.Now()
			now := w.look(before)
			next.Reset(w.pause(time.Since(began)))
			quiet := now == before
			if before = now; quiet && now != loaded {
				loaded = now
				w.reload(ctx)
			}
		}
	}
}

const (
	restful      = 50 // how many times as long as a look took there is none
	longestPause = 10 * time.Second
)

// pause is how long to wait after a look: to look at tens of thousands of files takes
// a while, and a core has better things to do.
func (w *watcher) pause(took time.Duration) time.Duration {
	return max(w.every, min(restful*took, longestPause))
}

// look is a fingerprint of the folder. If the folder cannot be read, for example
// while it is being exchanged, it counts as unchanged.
func (w *watcher) look(before string) string {
	now, err := fingerprint(w.folder)
	if err != nil {
		w.log.Warn("the content folder cannot be read; the live edition stays", "error", err)
		return before
	}
	return now
}

// maxFiles bounds what a content folder may hold: a folder with more is a mistake.
const maxFiles = 100_000

// fingerprint changes when a file is added, removed or written. Names that begin
// with a point or end with ~ are editors' own files and do not count.
func fingerprint(folder string) (string, error) {
	sum, n := sha256.New(), 0
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != folder && (strings.HasPrefix(d.Name(), ".") || strings.HasSuffix(d.Name(), "~")):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if n++; n > maxFiles {
			return errors.New("there are too many files in it")
		}
		if d.IsDir() {
			fmt.Fprintf(sum, "%s/\n", name)
			return nil
		}
		fmt.Fprintf(sum, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		return nil
	})
	return hex.EncodeToString(sum.Sum(nil)), err
}

// A reloader exchanges the live edition. Sound content goes live at once; of
// unsound content the log, /readyz and the editors' page say what is wrong, and
// the last sound edition stays.
type reloader struct {
	folder  string
	live    *site.Live
	publish func(context.Context) error // keeps the new edition for ever
	log     *slog.Logger
}

// reload reads the folder and says what came of it.
func (r *reloader) reload(ctx context.Context) {
	files, err := filesFrom(r.folder)
	if err != nil {
		r.log.Error("the content was not read again; the live edition stays", "error", err)
		return
	}
	began, before, rules := time.Now(), r.live.Status(), r.live.Site().Questionnaire
	swapped, problems := r.live.Rebuild(files.WordsProven())
	if !swapped {
		r.log.Error("the changed content has mistakes and is not live; the edition before stays",
			"errors", problems.Errors(), "first", firstError(problems), "live_since", moment(before.Since),
			"refused_since", moment(r.live.Status().Refused), "hint", "run localvote check "+r.folder)
		return
	}
	now := r.live.Site().Questionnaire
	told := []any{"took", time.Since(began).Round(time.Millisecond), "rules", now.Hash[:12], "verdicts_changed", changedVerdicts(rules, now)}
	if !before.Refused.IsZero() {
		told = append(told, "refused_before_since", moment(before.Refused))
	}
	r.log.Info("the changed content is live", told...)
	if err := r.publish(ctx); err != nil {
		r.log.Error("cannot keep this edition; results and pages that name it will not be found later", "error", err)
	}
}

// moment is a time to the second, as logs have it.
func moment(t time.Time) string { return t.Format(time.RFC3339) }

// changedVerdicts says how many verdicts are others than before a reload.
func changedVerdicts(before, now *eligibility.Questionnaire) string {
	if before.Hash == now.Hash {
		return "0"
	}
	n, err := eligibility.CountChanges(before, now)
	if err != nil {
		return "unknown: " + err.Error()
	}
	return strconv.Itoa(n)
}

// firstError says the first problem that keeps content from going live.
func firstError(problems problem.List) string { return firstProblem(problems).String() }

// firstProblem is the first problem that keeps content from going live; there must
// be one.
func firstProblem(problems problem.List) problem.Problem {
	return problems[slices.IndexFunc(problems, func(p problem.Problem) bool { return p.Severity == problem.Error })]
}
