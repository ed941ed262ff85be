package guard

import (
	"net"

	"golang.org/x/net/netutil"
)

// MaxConnections is how many connections may be open at a time. One that rests takes
// about 20 KB, so all of them together take some hundred MB at most.
const MaxConnections = 20_000

// spared are the files that stay for other things than connections: the database, what
// is read of the content.
const spared = 128

// Listen bounds the open connections of a listener: no more than most, and no more than
// the system lets the process have. Further ones wait until one is closed.
func Listen(l net.Listener, most int) net.Listener {
	if files := openFiles(); files > 2*spared {
		most = min(most, files-spared)
	}
	return netutil.LimitListener(l, most)
}
