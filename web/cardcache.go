package web

import (
	"container/list"
	"runtime"
	"sync"

	"golang.org/x/sync/singleflight"

	"localvote/web/card"
)

// cardRoom is how many bytes of pictures are kept: all but the places, and some
// hundred of these.
const cardRoom = 12 << 20

// A cardCache keeps the pictures that were asked for last. Their names are hashes
// of all that they say, so an old edition is never shown, only forgotten in time.
type cardCache struct {
	sync.Mutex
	byHash map[string]*list.Element
	order  *list.List // of *keptCard, the latest first
	size   int
	flight singleflight.Group
	pens   chan struct{}
	once   sync.Once
}

type keptCard struct {
	hash string
	body []byte
}

// get gives a picture; many who ask at once wait for one drawing, and no more are
// drawn at a time than there are processors.
func (c *cardCache) get(of *card.Card) ([]byte, error) {
	c.once.Do(func() {
		c.byHash, c.order, c.pens = map[string]*list.Element{}, list.New(), make(chan struct{}, runtime.GOMAXPROCS(0))
	})
	hash := of.Hash()
	if body, ok := c.kept(hash); ok {
		return body, nil
	}
	body, err, _ := c.flight.Do(hash, func() (any, error) {
		if body, ok := c.kept(hash); ok {
			return body, nil
		}
		c.pens <- struct{}{}
		defer func() { <-c.pens }()
		body, err := of.PNG()
		if err == nil {
			c.keep(hash, body)
		}
		return body, err
	})
	if err != nil {
		return nil, err
	}
	return body.([]byte), nil
}

func (c *cardCache) kept(hash string) ([]byte, bool) {
	c.Lock()
	defer c.Unlock()
	e, ok := c.byHash[hash]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(e)
	return e.Value.(*keptCard).body, true
}

func (c *cardCache) keep(hash string, body []byte) {
	c.Lock()
	defer c.Unlock()
	c.byHash[hash] = c.order.PushFront(&keptCard{hash, body})
	for c.size += len(body); c.size > cardRoom; {
		last := c.order.Remove(c.order.Back()).(*keptCard)
		delete(c.byHash, last.hash)
		c.size -= len(last.body)
	}
}
