package record

import (
	"io/fs"
	"maps"
	"slices"

	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// Claims is what the press wrote, and where.
type Claims struct {
	Articles []*Article
	Claims   []*Claim
}

// An Article is a piece of the press whose claims are checked.
type Article struct {
	ID        string
	Title     *Quote      // in its own language; nil where none is known
	About     source.Text // what it is about, in our words
	Publisher Phrase
	Dated     Phrase
	Source    string // "" if it is not in the register
	Pos       problem.Pos
}

// A Claim is one claim with our verdict.
type Claim struct {
	ID      string
	Claim   source.Text
	By      []string    // articles
	Other   bool        // others wrote it too
	Where   source.Text // who the others are; nil for none
	Verdict string      // true, incomplete, misleading, false, outdated, opinion, unverifiable
	Why     source.Text
	Sources []string
	Page    string // page or page#block that explains it, "" for none
	On      string // day on which we published or changed this entry; "" if it came with the page
	Pos     problem.Pos
}

// Verdicts lists the verdicts in the order in which they are counted.
func Verdicts() []string {
	return []string{"true", "incomplete", "misleading", "false", "outdated", "opinion", "unverifiable"}
}

// Count tells how many claims got a verdict.
func (c *Claims) Count(verdict string) int {
	n := 0
	for _, claim := range c.Claims {
		if claim.Verdict == verdict {
			n++
		}
	}
	return n
}

// LoadClaims reads claims.yaml.
func LoadClaims(fsys fs.FS, name string, known Known) (*Claims, problem.List) {
	var list problem.List
	c := &Claims{}
	if root, ok := open(fsys, name, &list); ok {
		c.read(root, known)
	}
	return c, list
}

func (c *Claims) read(root yamldoc.Node, known Known) {
	articles, claims := newReader(known), newReader(known)
	var by []yamldoc.Node
	root.Read(yamldoc.Fields{
		"articles": func(n yamldoc.Node) {
			for _, item := range n.List() {
				c.Articles = append(c.Articles, articles.article(item))
			}
		},
		"claims": func(n yamldoc.Node) {
			for _, item := range n.List() {
				claim, said := claims.claim(item)
				c.Claims, by = append(c.Claims, claim), append(by, said...)
			}
		},
	}, "articles", "claims")
	articles.checkArticles(by)
}

func (r *reader) article(item yamldoc.Node) *Article {
	a := &Article{Pos: item.Pos()}
	item.Read(yamldoc.Fields{
		"id":        func(n yamldoc.Node) { a.ID = r.id(n) },
		"title":     func(n yamldoc.Node) { a.Title = quote(n) },
		"about":     func(n yamldoc.Node) { a.About = source.ReadText(n) },
		"publisher": func(n yamldoc.Node) { a.Publisher = phrase(n) },
		"dated":     func(n yamldoc.Node) { a.Dated = phrase(n) },
		"source":    func(n yamldoc.Node) { a.Source = r.source(n) },
	}, "id", "about", "publisher", "dated")
	return a
}

// claim reads a claim; said is the articles that it names, to be checked when
// all articles are known.
func (r *reader) claim(item yamldoc.Node) (c *Claim, said []yamldoc.Node) {
	c = &Claim{Pos: item.Pos()}
	unsourced := false
	item.Read(yamldoc.Fields{
		"id":      func(n yamldoc.Node) { c.ID = r.id(n) },
		"claim":   func(n yamldoc.Node) { c.Claim = source.ReadText(n) },
		"by":      func(n yamldoc.Node) { said = c.readBy(n, r.known.Articles) },
		"where":   func(n yamldoc.Node) { c.Where = optional(n) },
		"verdict": func(n yamldoc.Node) { c.Verdict = n.OneOf(Verdicts()...) },
		"why":     func(n yamldoc.Node) { c.Why = source.ReadText(n) },
		"sources": func(n yamldoc.Node) {
			items := n.List()
			unsourced, c.Sources = items != nil && len(items) == 0, r.register(items)
		},
		"page": func(n yamldoc.Node) { c.Page = r.page(n) },
		"on":   func(n yamldoc.Node) { c.On = n.Day() },
	}, "id", "claim", "by", "verdict", "why", "sources")
	if unsourced && c.Verdict != "" && c.Verdict != "opinion" && c.Verdict != "unverifiable" {
		item.Errorf("R008", "the claim %q has a verdict and no sources", c.ID).Hint("only an opinion and what cannot be checked may stand without a source")
	}
	if c.Other && c.Where == nil {
		item.Errorf("R010", "the claim %q was made by others; nothing says by whom", c.ID).Hint("say it in `where:`")
	}
	return c, said
}

// readBy reads who made a claim: articles, or the word other.
func (c *Claim) readBy(n yamldoc.Node, known []string) (articles []yamldoc.Node) {
	items := []yamldoc.Node{n}
	if !n.IsWord() {
		items = n.List()
	}
	for _, item := range items {
		if w := item.Known("article", append([]string{"other"}, known...)); w == "other" {
			c.Other = true
		} else {
			c.By, articles = append(c.By, w), append(articles, item)
		}
	}
	return articles
}

// checkArticles reports articles that are named and are not there.
func (r *reader) checkArticles(named []yamldoc.Node) {
	ids := slices.Sorted(maps.Keys(r.ids))
	for _, n := range named {
		if _, ok := r.ids[n.Word()]; !ok {
			n.Errorf("R007", "there is no article %q", n.Word()).Try(problem.Meant(n.Word(), ids))
		}
	}
}
