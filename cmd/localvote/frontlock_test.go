package main

import (
	"bytes"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// crowd lets very many ask for the same page at the same moment, over connections of
// their own, and gives how many answers had which state of the cache.
func (f *front) crowd(path, encoding string, want int) map[string]int {
	f.t.Helper()
	const readers = 200
	var all sync.WaitGroup
	var mu sync.Mutex
	var bad atomic.Int32
	states, begin := map[string]int{}, make(chan bool)
	for range readers {
		all.Go(func() {
			<-begin
			r, _ := http.NewRequest(http.MethodGet, "https://example.org"+path, nil)
			r.Header.Set("Accept-Encoding", encoding)
			client := *f.client
			client.Timeout = 2 * time.Minute // 200 × TLS on a busy machine
			response, err := client.Do(r)
			if err != nil {
				bad.Add(1)
				return
			}
			defer response.Body.Close()
			var body bytes.Buffer
			if _, err := body.ReadFrom(response.Body); err != nil || response.StatusCode != want || want == http.StatusOK && body.Len() < 1000 {
				bad.Add(1)
			}
			mu.Lock()
			states[response.Header.Get("X-Cache")]++
			mu.Unlock()
		})
	}
	close(begin)
	all.Wait()
	if n := bad.Load(); n > 0 {
		f.t.Errorf("%s in %s: %d of %d got no right answer", path, encoding, n, readers)
	}
	return states
}

// However many ask for a page that is not kept yet, the site is asked once for each
// packing; while it is away all get what was kept; readers of what is never kept do not
// wait for each other.
func TestNginxUnderACrowd(t *testing.T) {
	if testing.Short() {
		t.Skip("starts nginx and the site")
	}
	o := startOrigin(t)
	f := startNginx(t, o)
	o.slow.Store(int64(400 * time.Millisecond)) // so that all are there before the first answer
	for _, encoding := range []string{"br", "gzip", "identity"} {
		before := o.asked.Load()
		states := f.crowd("/ru/in-russia", encoding, http.StatusOK)
		if n := o.asked.Load() - before; n != 1 || states["MISS"] != 1 {
			t.Errorf("a cold page in %s: the site was asked %d times: %v", encoding, n, states)
		}
	}
	o.slow.Store(0)
	o.away.Store(true)
	f.until("/ru/in-russia", "STALE") // the pages of the test get old within a second
	for _, encoding := range []string{"br", "gzip", "identity"} {
		if states := f.crowd("/ru/in-russia", encoding, http.StatusOK); states["MISS"]+states["BYPASS"]+states[""] > 0 {
			t.Errorf("without the site, %s: %v", encoding, states)
		}
	}
	o.away.Store(false)
	for path, want := range map[string]int{"/": http.StatusFound, "/be/search": http.StatusOK, "/en/result/1-BD0W": http.StatusOK} {
		before := o.asked.Load()
		if states := f.crowd(path, "br", want); states[""] != 200 || o.asked.Load()-before != 200 {
			t.Errorf("%s, which is never kept: %v, the site was asked %d times", path, states, o.asked.Load()-before)
		}
	}
}
