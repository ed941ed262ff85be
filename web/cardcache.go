package web

import (
	"context"
	"runtime"
	"sync"

	"github.com/maypok86/otter/v2"

	"localvote/web/card"
)

// cardRoom is how many bytes of pictures are kept: all but the places, and some
// hundred of these.
const cardRoom = 12 << 20

// A cardCache keeps the pictures that are asked for most. Their names are hashes of
// all that they say, so a picture of an old edition is never shown, only forgotten
// in time.
type cardCache struct {
	once sync.Once
	kept *otter.Cache[string, []byte]
	pens chan struct{}
}

func (c *cardCache) open() {
	c.pens = make(chan struct{}, runtime.GOMAXPROCS(0))
	c.kept = otter.Must(&otter.Options[string, []byte]{
		MaximumWeight: cardRoom,
		Weigher: func(hash string, body []byte) uint32 {
			return uint32(len(hash) + len(body)) //nolint:gosec // a picture has some thirty kilobytes
		},
	})
}

// get gives a picture. Many who ask at once wait for one drawing, which does not
// end when the first of them goes away; and no more are drawn at a time than there
// are processors.
func (c *cardCache) get(ctx context.Context, of *card.Card) ([]byte, error) {
	c.once.Do(c.open)
	draw := func(context.Context, string) ([]byte, error) {
		c.pens <- struct{}{}
		defer func() { <-c.pens }()
		return of.PNG()
	}
	return c.kept.Get(context.WithoutCancel(ctx), of.Hash(), otter.LoaderFunc[string, []byte](draw))
}
