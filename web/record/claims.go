package record

import (
	"io/fs"

	"localvote/web/lang"
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
	Title     Phrase
	Lang      lang.Lang // of a title that is not translated
	Publisher Phrase
	Dated     Phrase // 2025-07-23, or words
	Source    string // "" if it is not in the register
	Pos       problem.Pos
}

// A Claim is one claim with our verdict.
type Claim struct {
	ID      string
	Claim   source.Text
	By      []string // articles; none where others wrote it
	Where   source.Text
	Verdict string // true, incomplete, misleading, false, outdated, opinion, unverifiable
	Why     source.Text
	Sources []string
	Page    string // page or page#block that explains it, "" for none
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
	return c, list
}

func (r *reader) article(item yamldoc.Node) *Article {
	a := &Article{Pos: item.Pos(), Lang: lang.EN}
	item.Read(yamldoc.Fields{
		"id":        func(n yamldoc.Node) { a.ID = r.id(n) },
		"title":     func(n yamldoc.Node) { a.Title = phrase(n) },
		"lang":      func(n yamldoc.Node) { a.Lang = lang.Lang(n.OneOf("ru", "be", "en")) },
		"publisher": func(n yamldoc.Node) { a.Publisher = phrase(n) },
		"dated":     func(n yamldoc.Node) { a.Dated = phrase(n) },
		"source": func(n yamldoc.Node) {
			if !none(n.Word()) {
				a.Source = r.source(n)
			}
		},
	}, "id", "title", "publisher", "dated")
	return a
}

// claim reads a claim; said is the articles that it names, to be checked when
// all articles are known.
func (r *reader) claim(item yamldoc.Node) (c *Claim, said []yamldoc.Node) {
	c = &Claim{Pos: item.Pos()}
	var sources yamldoc.Node
	item.Read(yamldoc.Fields{
		"id":    func(n yamldoc.Node) { c.ID = r.id(n) },
		"claim": func(n yamldoc.Node) { c.Claim = source.ReadText(n) },
		"by": func(n yamldoc.Node) {
			if n.IsWord() {
				n.OneOf("other")
				return
			}
			said = n.List()
			c.By = n.Words()
		},
		"where":   func(n yamldoc.Node) { c.Where = optional(n) },
		"verdict": func(n yamldoc.Node) { c.Verdict = n.OneOf(Verdicts()...) },
		"why":     func(n yamldoc.Node) { c.Why = source.ReadText(n) },
		"sources": func(n yamldoc.Node) { sources, c.Sources = n, r.anySources(n) },
		"page":    func(n yamldoc.Node) { c.Page = r.page(n) },
	}, "id", "claim", "by", "verdict", "why", "sources")
	settled := c.Verdict != "" && c.Verdict != "opinion" && c.Verdict != "unverifiable"
	if settled && len(c.Sources) == 0 && sources != (yamldoc.Node{}) && len(sources.List()) == 0 {
		sources.Errorf("R008", "only an opinion and what cannot be checked may stand without a source", "the verdict %q without sources", c.Verdict)
	}
	return c, said
}

// checkArticles reports articles that are named and are not there.
func (r *reader) checkArticles(named []yamldoc.Node) {
	var ids []string
	for id := range r.ids {
		ids = append(ids, id)
	}
	for _, n := range named {
		if _, ok := r.ids[n.Word()]; !ok {
			n.Errorf("R007", near(n.Word(), ids), "there is no article %q", n.Word())
		}
	}
}
