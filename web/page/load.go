package page

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// Load reads facts and pages: the folders facts and pages of fsys. Render must
// follow before the pages are shown.
func Load(fsys fs.FS, sources []string) (*Book, problem.List) {
	var list problem.List
	b := &Book{byID: map[string]*Page{}, proven: wording.IsProven(fsys)}
	b.facts = loadFacts(fsys, "facts", sources, &list)
	folders, err := fs.ReadDir(fsys, "pages")
	if err != nil {
		list.Errorf(problem.Pos{File: "pages"}, "E201", "no pages found").Hint("there is one folder per page")
		return b, list
	}
	var names []string
	for _, folder := range folders {
		if strings.HasPrefix(folder.Name(), ".") {
			continue // an editor's program keeps something here
		}
		if !folder.IsDir() {
			list.Errorf(problem.Pos{File: path.Join("pages", folder.Name())}, "E203", "a stray file").Hint("pages are folders")
			continue
		}
		names = append(names, folder.Name())
	}
	return b, append(list, b.loadPages(fsys, names, sources)...)
}

// loadPages reads pages at the same time: they do not touch one another.
func (b *Book) loadPages(fsys fs.FS, names, sources []string) problem.List {
	b.order = make([]*Page, len(names))
	found := make([]problem.List, len(names))
	var pages errgroup.Group
	pages.SetLimit(runtime.GOMAXPROCS(0))
	for i, name := range names {
		b.order[i] = &Page{ID: name}
		pages.Go(func() error {
			problem.Guard(&found[i], problem.Pos{File: path.Join("pages", name)}, func() {
				l := &loader{fsys: fsys, dir: path.Join("pages", name), sources: sources, marks: map[*Part]string{}, List: &found[i]}
				b.order[i] = l.page(name)
			})
			return nil
		})
	}
	_ = pages.Wait() // the functions report problems, not errors
	for _, p := range b.order {
		b.byID[p.ID] = p
	}
	b.sort()
	list := slices.Concat(found...)
	for _, p := range b.order {
		b.checkMoved(p, &list)
	}
	return list
}

// checkMoved holds that what has left a page stands where the page says.
func (b *Book) checkMoved(p *Page, list *problem.List) {
	for _, m := range p.moved {
		to, ok := b.byID[m.Page]
		switch {
		case !ok:
			list.Errorf(m.pos, "E208", "there is no %s %q", "page", m.Page).Near(m.Page, b.ids())
		case p.has(m.ID):
			list.Errorf(m.pos, "E204", "the block %q is said to have moved, and is still here", m.ID).Hint("take it off the list `moved:`")
		case !to.has(m.ID) && to.Texts[Source] != nil:
			list.Errorf(m.pos, "E208", "the page %q has no block %q", m.Page, m.ID).Near(m.ID, to.Texts[Source].ids())
		}
	}
}

func (b *Book) ids() []string {
	var out []string
	for _, p := range b.order {
		out = append(out, p.ID)
	}
	return out
}

// loader reads one page.
type loader struct {
	fsys    fs.FS
	dir     string
	sources []string
	marks   map[*Part]string // of Russian blocks
	*problem.List
}

func (l *loader) page(id string) *Page {
	file := path.Join(l.dir, "page.yaml")
	p := &Page{
		ID: id, pos: problem.Pos{File: file}, blocks: map[string][]string{}, plain: map[string]bool{},
		Texts: map[lang.Lang]*Text{}, Easy: map[lang.Lang]*Text{},
	}
	if !idPattern.MatchString(id) {
		l.Errorf(p.pos, "E203", "%q cannot be the id of a page", id).Hint("ids are small Latin letters, digits and hyphens")
	}
	if data, ok := l.read(file); ok {
		if root, ok := yamldoc.Parse(file, data, l.List); ok {
			l.settings(root.Proven(wording.IsProven(l.fsys)), p)
		}
	}
	for _, language := range lang.All() {
		p.Texts[language] = l.text(language, path.Join(l.dir, string(language)+".md"), true)
		if easy := l.text(language, path.Join(l.dir, string(language)+".easy.md"), false); easy != nil {
			p.Easy[language] = easy
		}
	}
	l.compare(p)
	return p
}

func (l *loader) read(file string) ([]byte, bool) {
	data, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		l.Errorf(problem.Pos{File: file}, "E201", "the file is missing or cannot be read").Hint("a page needs page.yaml, ru.md, be.md and en.md")
		return nil, false
	}
	return data, true
}

// Shape is what the file page.yaml may hold.
func Shape(sources []string) *yamldoc.Shape {
	return yamldoc.Describe(func(n yamldoc.Node) {
		l := &loader{sources: sources, List: &problem.List{}}
		l.settings(n, &Page{blocks: map[string][]string{}, plain: map[string]bool{}})
	})
}

func (l *loader) settings(root yamldoc.Node, p *Page) {
	root.Read(yamldoc.Fields{
		"title":   func(n yamldoc.Node) { p.Title = source.ReadText(n) },
		"short":   func(n yamldoc.Node) { p.Short = source.ReadText(n) },
		"summary": func(n yamldoc.Node) { p.Summary = source.ReadText(n) },
		"section": func(n yamldoc.Node) {
			p.Section = Section(n.OneOf(string(Explain), string(Press), string(Facts), string(About)))
		},
		"order":      func(n yamldoc.Node) { p.Order = n.Int() },
		"checked_on": func(n yamldoc.Node) { p.CheckedOn = n.Day() },
		"blocks": func(n yamldoc.Node) {
			for _, pair := range n.Pairs() {
				p.blocks[pair.Key.Like(idPattern)] = l.cite(pair.Value)
			}
		},
		"plain": func(n yamldoc.Node) {
			for _, item := range n.List() {
				p.plain[item.Like(idPattern)] = true
			}
		},
		"moved": func(n yamldoc.Node) {
			for _, pair := range n.Pairs() {
				to := pair.Key.Like(idPattern)
				for _, item := range pair.Value.List() {
					p.moved = append(p.moved, Moved{item.Like(idPattern), to, item.Pos()})
				}
			}
		},
		"history": func(n yamldoc.Node) {
			for _, item := range n.List() {
				var r Revision
				item.Read(yamldoc.Fields{
					"on":   func(n yamldoc.Node) { r.On = n.Day() },
					"what": func(n yamldoc.Node) { r.What = source.ReadText(n) },
				}, "on", "what")
				p.History = append(p.History, r)
			}
		},
	}, "title", "short", "summary", "section", "order", "checked_on")
}

func (l *loader) cite(n yamldoc.Node) []string {
	var ids []string
	n.HasItems(1, 0)
	items := n.List()
	for _, item := range items {
		id := item.Known("source", l.sources)
		if !slices.Contains(l.sources, id) {
			item.Errorf("E015", "the source %q is not in the register", id).Try(problem.Meant(id, l.sources))
			continue
		}
		ids = append(ids, id)
	}
	if len(items) == 0 {
		n.Errorf("E205", "a block without sources").Hint("name a source, or list the block under `plain:`")
	}
	return ids
}

var (
	idPattern      = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	markerPattern  = regexp.MustCompile(`^\{#([^ }]*)(?: @([0-9a-f]{8}))?\}\s*$`)
	headingPattern = regexp.MustCompile(`^(#+) +(.+?)(?: *\{#([^ }]*)\})?\s*$`)
	includePattern = regexp.MustCompile(`^\{\{include ([a-z-]+)\}\}$`)
)

// text cuts a file into headings and blocks.
func (l *loader) text(language lang.Lang, file string, needed bool) *Text {
	t := &Text{Lang: language}
	if _, err := fs.Stat(l.fsys, file); err != nil && !needed {
		return nil
	}
	data, ok := l.read(file)
	if !ok {
		return t
	}
	t.file = file
	c := &cutter{loader: l, file: file, text: t}
	c.cut(strings.TrimPrefix(string(data), "\ufeff"))
	return t
}

// A cutter goes through a file line by line. Parts are pieces of the text of the file:
// it is kept in memory once.
type cutter struct {
	*loader
	file  string
	text  *Text
	open  bool   // a block is open
	lost  bool   // lines stand outside of all blocks
	body  string // what follows the mark of the open block, to the end of the file
	lines int    // of the body so far
	size  int    // of the body so far, in bytes
}

func (c *cutter) cut(src string) {
	src = strings.ReplaceAll(src, "\r\n", "\n")
	c.text.Parts = make([]Part, 0, 1+strings.Count(src, "\n{#")+strings.Count(src, "\n#"))
	for number := 1; ; number++ {
		line, rest, more := strings.Cut(src, "\n")
		c.line(number, line, rest)
		if src = rest; !more {
			break
		}
	}
	c.finish()
}

// line looks at one line; rest is what follows it.
func (c *cutter) line(number int, line, rest string) {
	pos := problem.Pos{File: c.file, Line: number, Col: 1}
	if m := submatches(markerPattern, "{#", line); m != nil {
		c.finish()
		c.begin(Part{ID: m[1], mark: m[2], pos: pos})
		c.open, c.body = true, rest
		return
	}
	if m := submatches(headingPattern, "#", line); m != nil {
		c.finish()
		if len(m[1]) != 2 && len(m[1]) != 3 {
			c.Errorf(pos, "E209", "a heading of this size is not allowed").Hint("write ## or ###: the title of the page stands in page.yaml")
		}
		c.begin(Part{ID: m[3], Level: len(m[1]), Heading: m[2], pos: pos})
		return
	}
	if c.open {
		c.lines++
		c.size += len(line) + len("\n")
	} else if strings.TrimSpace(line) != "" && !c.lost {
		c.lost = true // one message for all lines up to the next block
		c.Errorf(pos, "E202", "this text is in no block").Hint("write {#some-id} on a line of its own above it")
	}
}

func (c *cutter) begin(p Part) {
	c.lost = false
	if !idPattern.MatchString(p.ID) {
		c.Errorf(p.pos, "E203", "the id %q is missing or wrong", p.ID).Hint("write {#some-id} with small Latin letters, digits and hyphens")
	}
	if first, twice := c.text.Part(p.ID); twice {
		c.Errorf(p.pos, "E203", "the id %q is already used in line %d", p.ID, first.pos.Line).Hint("every heading and block has an id of its own")
	}
	c.text.Parts = append(c.text.Parts, p)
}

func (c *cutter) finish() {
	if c.open {
		p := &c.text.Parts[len(c.text.Parts)-1]
		body := c.body[:min(c.size, len(c.body))]
		p.raw = strings.TrimSpace(body)
		if p.raw == "" {
			p.pos.Line += c.lines
		} else {
			p.pos.Line += strings.Count(body[:strings.Index(body, p.raw)], "\n")
		}
		if m := submatches(includePattern, "{{include ", p.raw); m != nil {
			p.Include = m[1]
		}
		if p.raw == "" {
			c.Errorf(p.pos, "E202", "the block %q is empty", p.ID)
		}
	}
	c.open, c.body, c.lines, c.size = false, "", 0, 0
}

// submatches asks a pattern only about lines that begin as all that it finds do.
func submatches(pattern *regexp.Regexp, begin, line string) []string {
	if !strings.HasPrefix(line, begin) {
		return nil
	}
	return pattern.FindStringSubmatch(line)
}

// compare checks that the three languages have the same blocks in the same
// order, that each has its sources, and finds what has fallen behind.
func (l *loader) compare(p *Page) {
	leading := p.Texts[Source]
	if len(leading.Parts) == 0 && leading.file != "" {
		l.Errorf(problem.Pos{File: leading.file, Line: 1}, "E202", "there is no block in this file").Hint("write {#answer} on a line of its own, and below it the answer to the reader's question")
		return
	}
	if len(leading.Parts) > 0 && leading.Parts[0].ID != "answer" {
		l.Errorf(leading.Parts[0].pos, "E203", "the page does not begin with {#answer}").Hint("the first block answers the reader's question")
	}
	l.alike(of(p.Texts))
	l.alike(of(p.Easy))
	for _, language := range lang.All() {
		l.compareWith(leading, p.Texts[language])
		l.attach(p, p.Texts[language])
		if easy := p.Easy[language]; easy != nil {
			if p.Easy[Source] != nil {
				l.compareWith(p.Easy[Source], easy)
			}
			l.attachEasy(p, easy)
		}
	}
	for id := range p.blocks {
		if !p.has(id) {
			l.Errorf(p.pos, "E204", "page.yaml names the block %q, which the text does not have", id).Near(id, leading.ids())
		}
	}
}

func (t *Text) ids() []string {
	var ids []string
	for i := range t.Parts {
		ids = append(ids, t.Parts[i].ID)
	}
	return ids
}

func (l *loader) compareWith(leading, other *Text) {
	if leading == other || leading.file == "" || other.file == "" {
		return
	}
	for i := range leading.Parts {
		want := &leading.Parts[i]
		got, ok := other.Part(want.ID)
		switch {
		case !ok: // see alike
		case got.Level != want.Level:
			l.Errorf(got.pos, "E204", "%q is a heading of another size in %q", want.ID, leading.Lang)
		case got.Level == 0:
			l.follow(want, got)
			if !got.Stale && got.mark != "" { // one that has fallen behind has been reported
				l.sameReferences(want, got)
			}
		}
	}
	if slices.Equal(sortedIDs(leading), sortedIDs(other)) && !slices.Equal(leading.ids(), other.ids()) {
		l.Errorf(problem.Pos{File: other.Parts[0].pos.File}, "E204", "the blocks stand in another order than in %q", leading.Lang)
	}
}

func sortedIDs(t *Text) []string {
	ids := t.ids()
	slices.Sort(ids)
	return ids
}

var (
	linkPattern = regexp.MustCompile(`\]\(([^)]*)\)`)
	factPattern = regexp.MustCompile(`\{\{(?:date|day|year|in-month|month|number|text|include) ([a-z0-9-]+)\}\}`)
)

// sameReferences checks that a translated block links the same places and uses
// the same facts as the original.
func (l *loader) sameReferences(original, translated *Part) {
	for _, kind := range []struct {
		what    message.Message
		pattern *regexp.Regexp
		begin   string
	}{{message.New("links"), linkPattern, "]("}, {message.New("facts"), factPattern, "{{"}} {
		if !strings.Contains(original.raw, kind.begin) && !strings.Contains(translated.raw, kind.begin) {
			continue
		}
		want, got := references(kind.pattern, original.raw), references(kind.pattern, translated.raw)
		if !slices.Equal(want, got) {
			l.Errorf(translated.pos, "E212", "the block %q has other %s than the Russian one: %v and %v", translated.ID, kind.what, got, want).Hint("both texts must lead to the same places and rest on the same facts")
		}
	}
}

func references(pattern *regexp.Regexp, raw string) []string {
	var out []string
	for _, m := range pattern.FindAllStringSubmatch(raw, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// follow compares the mark of a translated block with the block it followed.
func (l *loader) follow(original, translated *Part) {
	switch {
	case translated.mark == "":
		l.Errorf(translated.pos, "E210", "the block %q does not say which Russian text it follows", translated.ID).Hint("after you have compared the two run `localvote translations content --stamp --page %s`", path.Base(l.dir))
	case translated.mark != l.markOf(original):
		translated.Stale = true
		l.Warnf(translated.pos, "W211", "the Russian block %q has changed since this one was written", translated.ID).Hint("read both; then run `localvote translations content --stamp --page %s`", path.Base(l.dir))
	}
}

// markOf is the mark of a block of this page. Two translations ask for it.
func (l *loader) markOf(p *Part) string {
	mark, ok := l.marks[p]
	if !ok {
		mark = Mark(p.raw)
		l.marks[p] = mark
	}
	return mark
}

// Mark is the mark of a block: the first digits of the sha256 of its words.
// Spaces and line breaks do not count.
func Mark(raw string) string {
	words := make([]byte, 0, len(raw)+1)
	for word := range strings.FieldsSeq(raw) {
		words = append(append(words, word...), ' ')
	}
	sum := sha256.Sum256(words[:max(0, len(words)-1)])
	return hex.EncodeToString(sum[:4])
}

// attach gives every block its sources.
func (l *loader) attach(p *Page, t *Text) {
	for i := range t.Parts {
		part := &t.Parts[i]
		if part.Level > 0 {
			continue
		}
		part.Sources = p.blocks[part.ID]
		if _, named := p.blocks[part.ID]; !named && !p.plain[part.ID] && part.Include == "" && t.Lang == Source && !l.misspelt(part.ID, p) {
			l.Errorf(part.pos, "E205", "the block %q has no sources", part.ID).Hint("name them under `blocks:` in %s, or list the block under `plain:` there", p.pos.File)
		}
	}
}

// misspelt tells whether only the Russian text has a block and the others do not:
// that was told, and its sources are not looked for as well.
func (l *loader) misspelt(id string, p *Page) bool {
	n := 0
	for _, t := range of(p.Texts) {
		if _, ok := t.Part(id); ok {
			n++
		}
	}
	return n == 1
}

// attachEasy gives blocks of the easy-read version the sources of the block
// with the same id, if there is one.
func (l *loader) attachEasy(p *Page, t *Text) {
	for i := range t.Parts {
		t.Parts[i].Sources = p.blocks[t.Parts[i].ID]
	}
}
