package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"localvote/content"
	"localvote/web/page"
)

// growth measures the site with many more pages in three languages than it has.
func (b *bench) growth() error {
	p, err := b.serveReady(serverCore, "")
	if err != nil {
		return err
	}
	defer p.stop()
	small := &smallSite{process: p}
	if small.memory, _, _, err = p.rss(); err != nil { // after load it holds more
		return err
	}
	for _, n := range b.sizes {
		if err := b.grownTo(n, small); err != nil {
			return fmt.Errorf("%d pages: %w", n, err)
		}
	}
	return nil
}

// Promises for the largest size.
const (
	manyPages  = 10_000
	maxBuild   = 30.0 // seconds
	minSpeed   = 0.9  // of that of the small site
	copiedPage = "press"
)

// smallSite is the site as it is, and how many MB it takes before anybody asks.
type smallSite struct {
	*process
	memory float64
}

func (b *bench) grownTo(n int, small *smallSite) error {
	folder := filepath.Join(b.folder, fmt.Sprintf("content-%d", n))
	defer os.RemoveAll(folder)
	b.say("   +%d × 3: pages are made up", n)
	if err := grow(folder, n); err != nil {
		return err
	}
	add := func(name string, value float64, unit string, t *target, note string) {
		if n < manyPages {
			t = nil
		}
		b.add(figure{Part: "growth", Name: fmt.Sprintf("+%d × 3: %s", n, name), Value: value, Unit: unit, Target: t, Note: note})
	}
	b.say("   +%d × 3: built", n)
	built, err := b.checkOnce(folder)
	if err != nil {
		return err
	}
	add("build (check --no-spelling)", built.Seconds(), "s", below(maxBuild), "")
	b.say("   +%d × 3: started", n)
	started, err := b.startOnce(folder)
	if err != nil {
		return err
	}
	add("start to the first answer", ms(started), "ms", nil, "from a folder, so everything is checked")
	return b.grownServer(n, folder, small, add)
}

// grownServer measures the running server.
func (b *bench) grownServer(n int, folder string, small *smallSite, add func(name string, value float64, unit string, t *target, note string)) error {
	began := time.Now()
	p, err := b.serve(serverCore, folder)
	if err != nil {
		return err
	}
	defer p.stop()
	if err := p.answered("/be/", 5*time.Minute); err != nil {
		return err
	}
	b.say("   +%d × 3: versions are kept, pages pressed, the search index made, on one core", n)
	note := ""
	if !b.pressed(p) {
		note = fmt.Sprintf("still busy after %s", b.settle)
	}
	add("all done that is done after a start, one core", time.Since(began).Seconds(), "s", nil, note)
	all, anonymous, _, err := p.rss()
	if err == nil {
		add("memory (RSS)", all, "MB", nil, fmt.Sprintf("%.0f MB allocated", anonymous))
		if n > 0 {
			add("memory for each page × 3", (all-small.memory)*1000/float64(n), "kB", nil, "beyond that of the small site")
		}
	}
	b.say("   +%d × 3: asked for pages", n)
	d, err := b.duel(load{on: p, path: measured}, load{on: small.process, path: measured})
	if err != nil {
		return err
	}
	middle, _, _ := median(d.ratios)
	add("pages : those of the small site", middle, "×", atLeast(minSpeed), note)
	return nil
}

// grow writes the content of the site and n more pages, each in three languages with
// words of its own.
func grow(folder string, n int) error {
	if err := os.CopyFS(folder, content.FS); err != nil {
		return err
	}
	from, err := fs.Sub(content.FS, "pages/"+copiedPage)
	if err != nil {
		return err
	}
	files := map[string]string{}
	for _, name := range []string{"page.yaml", "ru.md", "be.md", "en.md"} {
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		files[name] = string(data)
	}
	var pages errgroup.Group
	pages.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		pages.Go(func() error {
			return writeGrown(filepath.Join(folder, "pages", fmt.Sprintf("bench-%05d", i+1)), files, firstNumber+i)
		})
	}
	return pages.Wait()
}

// firstNumber is that of the first page. It has six digits: four are a year now and then,
// and years in texts are mistakes.
const firstNumber = 100_001

var (
	titleLine = regexp.MustCompile(`(?m)^(  (?:ru|be|en): ".*)"$`)
	shortLine = regexp.MustCompile(`(?m)^short: .*$`)
	firstMark = regexp.MustCompile(`\{#answer( @[0-9a-f]+)?\}\n`)
)

// grownWords begin each grown page in its language.
var grownWords = map[string]string{"ru.md": "Страница номер %d.", "be.md": "Старонка нумар %d.", "en.md": "This is page %d."}

// writeGrown writes one page, with the marks by which its translations are up to date.
func writeGrown(folder string, files map[string]string, number int) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, text := range files {
		if name == "page.yaml" {
			text = titleLine.ReplaceAllString(text, fmt.Sprintf(`$1 %d"`, number))
			text = shortLine.ReplaceAllString(text, fmt.Sprintf(`short: {ru: "Страница %[1]d", be: "Старонка %[1]d", en: "Page %[1]d"}`, number))
		} else {
			text = withWords(name, text, number)
			text, _ = page.Stamp(withWords("ru.md", files["ru.md"], number), text)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

func withWords(name, text string, number int) string {
	words := fmt.Sprintf(grownWords[name], number)
	return firstMark.ReplaceAllString(text, "${0}"+words+" ")
}
