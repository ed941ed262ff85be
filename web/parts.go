package web

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"localvote/templates"
	"localvote/web/document"
)

// Much of a result stands in other results, too: the sections, the foot, the
// explanation. Such parts are drawn and pressed once, and a page is joined from them and
// from what is its own. While it is drawn, a mark stands where a part will be.

// A keptPart is a part that is drawn and pressed, and the icons that it uses.
type keptPart struct {
	*document.Part
	symbols templates.Symbols
}

func newKeptPart(body []byte) *keptPart {
	p := &keptPart{document.NewPart(body), templates.Symbols{}}
	p.symbols.Note(body)
	return p
}

// sharedParts are those of one page, in their order.
type sharedParts struct {
	kept   *sync.Map // by key: those of all pages of a shelf
	prefix string    // what the parts of the frame depend on besides their names
	used   []*keptPart
	sprite int // which of them waits until all icons are known; -1 for none
	bodies *bodyPool
}

// newParts begins a page that is joined; nil where nothing may be kept.
func (v *visit) newParts() *sharedParts {
	sh := v.server.shelf()
	if !v.keep || sh.of.site != v.site || !isPlain(v.c.Request()) {
		return nil
	}
	return &sharedParts{kept: &sh.parts, prefix: string(v.lang) + v.q.Hash, sprite: -1, bodies: &v.server.bodies}
}

// partMark stands for a part. No text of ours holds it; a page with one too many is
// drawn whole.
const partMark = "\x00"

// put stands for a part that is there already.
func (p *sharedParts) put(part *keptPart) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		p.used = append(p.used, part)
		_, err := io.WriteString(w, partMark)
		return err
	})
}

// frame stands for a part of the frame; it is drawn if it is not there yet.
func (p *sharedParts) frame(name string, piece templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if name == templates.PartSprite {
			p.sprite = len(p.used)
			return p.put(nil).Render(ctx, w)
		}
		part, err := p.draw(ctx, p.prefix+name, piece)
		if err != nil {
			return err
		}
		return p.put(part).Render(ctx, w)
	})
}

// has tells whether parts of the frame are there, so that nobody need say what is in them.
func (p *sharedParts) has(names ...string) bool {
	for _, name := range names {
		if _, ok := p.kept.Load(p.prefix + name); !ok {
			return false
		}
	}
	return true
}

func (p *sharedParts) draw(ctx context.Context, key string, piece templ.Component) (*keptPart, error) {
	if part, ok := p.kept.Load(key); ok {
		return part.(*keptPart), nil
	}
	out := p.bodies.get()
	defer p.bodies.keep(out)
	if err := piece.Render(ctx, out); err != nil {
		return nil, err
	}
	part, _ := p.kept.LoadOrStore(key, newKeptPart(out.Bytes()))
	return part.(*keptPart), nil
}

// join gives all stretches of a drawn page, in their order; ok is false if its marks are not
// those that were made.
func (p *sharedParts) join(page []byte) (all []document.Stretch, ok bool) {
	own := bytes.Split(page, []byte(partMark))
	if len(own) != len(p.used)+1 {
		return nil, false
	}
	if p.sprite >= 0 {
		sprite, err := p.spriteFor(own)
		if err != nil {
			return nil, false
		}
		p.used[p.sprite] = sprite
	}
	all = make([]document.Stretch, 0, 2*len(own))
	for i, stretch := range own {
		if len(stretch) > 0 {
			all = append(all, document.Stretch{Own: stretch})
		}
		if i < len(p.used) {
			all = append(all, document.Stretch{Part: p.used[i].Part})
		}
	}
	return all, true
}

// spriteFor is the part with the icons that the page uses.
func (p *sharedParts) spriteFor(own [][]byte) (*keptPart, error) {
	used := templates.Symbols{}
	for _, stretch := range own {
		used.Note(stretch)
	}
	for i, part := range p.used {
		if i != p.sprite {
			for id := range part.symbols {
				used[id] = true
			}
		}
	}
	ids := make([]string, 0, len(used))
	for id := range used {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	key := templates.PartSprite + strings.Join(ids, " ")
	if part, ok := p.kept.Load(key); ok {
		return part.(*keptPart), nil
	}
	body, err := templates.Sprite(used)
	if err != nil {
		return nil, err
	}
	part, _ := p.kept.LoadOrStore(key, newKeptPart(body))
	return part.(*keptPart), nil
}

// sendJoined draws a page around its parts and sends it; sent is false if it has to be
// drawn whole instead.
func (v *visit) sendJoined(page templ.Component) (sent bool, err error) {
	body := v.server.bodies.get()
	defer v.server.bodies.keep(body)
	if err := page.Render(v.c.Request().Context(), body); err != nil {
		return false, err
	}
	all, ok := v.shared.join(body.Bytes())
	if !ok {
		return false, nil
	}
	v.checkable(echo.MIMETextHTMLCharsetUTF8)
	d := document.Join(v.c.Response().Header(), all)
	v.server.keepRest(v, d)
	d.Send(v.c.Response(), v.c.Request())
	return true, nil
}
