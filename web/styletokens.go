package web

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"localvote/templates"
	"localvote/web/palette"
)

// paletteCache keeps the tokens of the stylesheet that is served, which is read
// when somebody first asks for the style guide.
type paletteCache struct {
	sync.Mutex
	of   string // address of the stylesheet
	read palette.Palette
}

var errNoStylesheet = errors.New("there is no stylesheet")

// palette is the tokens of the stylesheet of this edition of the site.
func (v *visit) palette() (palette.Palette, error) {
	c, address := &v.server.tokens, v.site.Assets.URL("css/site.css")
	c.Lock()
	defer c.Unlock()
	if c.of == address && address != "" {
		return c.read, nil
	}
	file, ok := v.site.Assets.Get(address)
	if !ok {
		return palette.Palette{}, errNoStylesheet
	}
	p, err := palette.Parse(string(file.Body))
	if err != nil {
		return p, err
	}
	c.of, c.read = address, p
	return p, nil
}

// textPairs are the colours of text, each with the grounds on which it stands
// somewhere on the site.
var textPairs = []struct {
	text    string
	grounds []string
}{
	{"ink", []string{"paper", "wash", "wash-2", "yes-w", "no-w", "open-w"}},
	{"soft", []string{"paper", "wash", "wash-2", "yes-w", "none-w"}},
	{"accent", []string{"paper", "wash", "wash-2", "open-w"}},
	{"yes", []string{"paper", "wash", "yes-w"}},
	{"no", []string{"paper", "wash", "no-w"}},
	{"open", []string{"paper", "wash", "open-w"}},
	{"on-bar", []string{"bar"}},
	{"paper", []string{"accent", "ink"}},
}

func (g *styleView) tokens() (templates.StyleTokens, error) {
	p, err := g.palette()
	if err != nil {
		return templates.StyleTokens{}, err
	}
	t := templates.StyleTokens{Sample: g.l.T("page.home.heading"), Space: g.steps()}
	for _, token := range p.Tokens {
		switch {
		case token.IsColour():
			t.Colours = append(t.Colours, g.colour(token))
		case strings.HasPrefix(token.Name, "t-"):
			t.Type = append(t.Type, templates.StyleMeasure{Name: token.Name, Value: token.Light, About: g.tokenRole(token.Name)})
		case token.Name == "serif" || token.Name == "sans":
			t.Type = append(t.Type, templates.StyleMeasure{Name: token.Name, Value: token.Light, About: g.tokenRole(token.Name)})
		default:
			m := templates.StyleMeasure{Name: token.Name, Value: token.Light, About: g.tokenRole(token.Name), Bar: token.Light}
			if strings.Contains(token.Light, " ") { // a frame, not a length
				m.Bar = ""
			}
			t.Space = append(t.Space, m)
		}
	}
	t.Pairs, err = g.pairs(p)
	return t, err
}

func (g *styleView) colour(t palette.Token) templates.StyleColour {
	return templates.StyleColour{Name: t.Name, Light: t.Light, Dark: t.Dark, About: g.tokenRole(t.Name)}
}

// pairs measures every text colour on each of its grounds.
func (g *styleView) pairs(p palette.Palette) ([]templates.StylePair, error) {
	var out []templates.StylePair
	for _, pair := range textPairs {
		for _, ground := range pair.grounds {
			on, _ := p.Get(ground)
			text, _ := p.Get(pair.text)
			light, err := palette.Contrast(text.Light, on.Light)
			if err != nil {
				return nil, err
			}
			dark, err := palette.Contrast(text.Dark, on.Dark)
			if err != nil {
				return nil, err
			}
			out = append(out, templates.StylePair{Text: g.colour(text), Ground: g.colour(on), Light: g.ratio(light), Dark: g.ratio(dark)})
		}
	}
	return out, nil
}

// ratio writes a contrast as 10.5, cut and not rounded: no figure looks better
// than it is.
func (g *styleView) ratio(contrast float64) string {
	return g.number(strconv.FormatFloat(float64(int(contrast*10))/10, 'f', 1, 64))
}

// steps are the gaps that layouts use; they are no tokens.
func (g *styleView) steps() []templates.StyleMeasure {
	return []templates.StyleMeasure{
		{Value: "1rem", Bar: "1rem", About: g.l.T("guide.space.row")},
		{Value: "1.25rem", Bar: "1.25rem", About: g.l.T("guide.space.paragraph")},
		{Value: "3.5rem", Bar: "3.5rem", About: g.l.T("guide.space.heading")},
	}
}

// tokenRole says what a token is for, "" if nobody has said so yet.
func (g *styleView) tokenRole(name string) string {
	switch name {
	case "paper":
		return g.l.T("guide.role_of.paper")
	case "wash":
		return g.l.T("guide.role_of.wash")
	case "wash-2":
		return g.l.T("guide.role_of.wash_2")
	case "ink":
		return g.l.T("guide.role_of.ink")
	case "soft":
		return g.l.T("guide.role_of.soft")
	case "line":
		return g.l.T("guide.role_of.line")
	case "ctl":
		return g.l.T("guide.role_of.ctl")
	case "rule":
		return g.l.T("guide.role_of.rule")
	case "accent":
		return g.l.T("guide.role_of.accent")
	case "bar":
		return g.l.T("guide.role_of.bar")
	case "on-bar":
		return g.l.T("guide.role_of.on_bar")
	}
	return g.verdictRole(name)
}

func (g *styleView) verdictRole(name string) string {
	switch name {
	case "yes":
		return g.l.T("guide.role_of.yes")
	case "no":
		return g.l.T("guide.role_of.no")
	case "open":
		return g.l.T("guide.role_of.open")
	case "yes-w", "no-w", "open-w", "none-w":
		return g.l.T("guide.role_of.cell")
	}
	return g.sizeRole(name)
}

func (g *styleView) sizeRole(name string) string {
	switch name {
	case "serif":
		return g.l.T("guide.role_of.serif")
	case "sans":
		return g.l.T("guide.role_of.sans")
	case "t-s":
		return g.l.T("guide.role_of.small")
	case "t-m":
		return g.l.T("guide.role_of.text")
	case "t-l":
		return g.l.T("guide.role_of.lead")
	case "t-h1", "t-h2", "t-h3":
		return g.l.T("guide.role_of.heading")
	case "measure":
		return g.l.T("guide.role_of.measure")
	case "note":
		return g.l.T("guide.role_of.note")
	case "tap":
		return g.l.T("guide.role_of.tap")
	case "edge":
		return g.l.T("guide.role_of.edge")
	}
	return ""
}
