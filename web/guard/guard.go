// Package guard keeps the server on its feet when more is asked of it than it can do,
// or something that nobody asks in good faith. A Gate bounds how much runs at a time,
// Rates bound what one address may ask for, Hosts and Shape refuse requests that are
// not for this site, and Listen bounds connections. It draws no pages and knows none:
// what a reader is told is for package web.
//
// Nothing here tells readers apart for longer than an hour, and nothing is logged: see
// Rates.
package guard

import (
	"net/netip"
	"time"
)

// Limits are all limits of a server. The zero value of a part means: no such limit.
type Limits struct {
	Running  int           // requests that are worked on at a time
	Waiting  int           // requests that wait for their turn
	Patience time.Duration // the longest wait for a turn
	Rates    RateLimits
	Hosts    Hosts          // names of this site
	Proxies  []netip.Prefix // whose X-Forwarded-For and X-Forwarded-Proto is believed
	HTTPS    bool           // readers come by HTTPS, so browsers shall keep to it
}

// Usual are the limits for a server with so many cores. A page that must be drawn takes
// a core for about a millisecond, so a queue of 256 is worked off within a fraction of
// a second; who would wait longer is told so at once, and can try again.
func Usual(cores int) Limits {
	return Limits{
		Running: max(8, 4*cores), Waiting: 256, Patience: 2 * time.Second,
		Rates: RateLimits{PerIPv4: Rate{PerSecond: 300, Burst: 3000}, PerIPv6: Rate{PerSecond: 30, Burst: 300}, Entries: 100_000},
	}
}
