package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A tour takes tabs past every stop, several side by side, and gathers what they
// find: one mistake in a template is on a hundred pages, and is told once.
type tour struct {
	t     *testing.T
	site  *realSite
	stops []stop
	next  atomic.Int32
	began time.Time

	mu     sync.Mutex
	faults map[string]*sighting
}

// A sighting says where a fault was seen.
type sighting struct {
	times int
	first string
	views []string // as "320 px, dark"
}

// tabs is how many pages are open at a time: Go runs as many tests side by side.
var tabs = max(2, runtime.GOMAXPROCS(0))

// tourOf visits every stop in a window of a size and looks at each.
func tourOf(t *testing.T, width int64, look func(*tour, *tab, stop), manners ...func(context.Context) error) {
	t.Helper()
	browser(t) // skip before anything is built
	site := serveSite(t)
	r := &tour{t: t, site: site, stops: site.stops(t), began: time.Now(), faults: map[string]*sighting{}}
	t.Run("tabs", func(t *testing.T) {
		for n := range tabs {
			t.Run(fmt.Sprint(n+1), func(t *testing.T) {
				t.Parallel()
				p := blank(t, site.URL, width, 900, manners...)
				p.open(site.URL + "/ru/check")
				r.walk(p, look)
			})
		}
	})
	r.report()
}

func (r *tour) walk(p *tab, look func(*tour, *tab, stop)) {
	for {
		n := int(r.next.Add(1)) - 1
		if n >= len(r.stops) {
			return
		}
		s := r.stops[n]
		p.where(s.String())
		p.visit(s)
		look(r, p, s)
		if (n+1)%50 == 0 {
			fmt.Printf("    %s: %d of %d pages, %v\n", r.t.Name(), n+1, len(r.stops), time.Since(r.began).Round(time.Second))
		}
	}
}

// fault notes something that must not be. What follows a tab in the words is only
// an example.
func (r *tour) fault(s stop, view, words string) {
	words, example, _ := strings.Cut(words, "\t")
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.faults[words] == nil {
		r.faults[words] = &sighting{first: s.String() + " " + example}
	}
	seen := r.faults[words]
	seen.times++
	if view != "" && !slices.Contains(seen.views, view) {
		seen.views = append(seen.views, view)
	}
}

func (r *tour) report() {
	r.t.Helper()
	var lines []string
	for words, seen := range r.faults {
		lines = append(lines, fmt.Sprintf("%s (%d times: %s; first: %s)", words, seen.times, strings.Join(seen.views, " · "), seen.first))
	}
	slices.Sort(lines)
	for i, line := range lines {
		if i == 60 {
			r.t.Errorf("… and %d more kinds of fault", len(lines)-i)
			break
		}
		r.t.Error(line)
	}
	r.t.Logf("%d pages in %v", len(r.stops), time.Since(r.began).Round(time.Second))
}

// submitted sends the form of a stop, as if it stood on the page that is open.
func submitted(s stop) chromedp.Action[chromedp.Void] {
	form, _ := json.Marshal(s.sent)
	script := fmt.Sprintf(`(() => {
		const form = document.createElement('form');
		form.method = 'post';
		form.action = %q;
		for (const pair of %s.split(' ')) {
			const [name, value] = pair.split('=');
			if (name) form.append(Object.assign(document.createElement('input'), {type: 'hidden', name, value}));
		}
		document.body.append(form);
		form.submit();
	})()`, s.address, strings.TrimSpace(string(form)))
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.RunResponse(ctx, chromedp.Evaluate[chromedp.Void](script))
		return chromedp.Void{}, err
	}
}
