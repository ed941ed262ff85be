package preview

import (
	"fmt"
	"net/http"
	"time"
)

// heartbeat is how often a silent connection shows that it is alive.
const heartbeat = 20 * time.Second

// events tells a browser the number of the reading that is shown, at once and
// after each reading, as server-sent events. The browser compares it with the one
// its page came from, so nothing is lost while it was away.
func (p *Preview) events(w http.ResponseWriter, r *http.Request) {
	out := http.NewResponseController(w)
	// The limits of the server are for pages. Where there are none to lift, fine.
	_ = out.SetReadDeadline(time.Time{})
	_ = out.SetWriteDeadline(time.Time{})
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	tick := time.NewTicker(heartbeat)
	defer tick.Stop()
	for last := -1; ; {
		state, changed := p.state()
		line := ": still here\n\n"
		if state.number != last {
			last = state.number
			line = fmt.Sprintf("event: read\ndata: %d\n\n", last)
		}
		if _, err := w.Write([]byte(line)); err != nil {
			return
		}
		if err := out.Flush(); err != nil {
			return
		}
		select {
		case <-changed:
		case <-tick.C:
		case <-r.Context().Done():
			return
		case <-p.ended:
			return
		}
	}
}
