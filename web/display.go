package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"localvote/templates"
)

// The display settings: how a reader wants the site to look. They are kept in the
// reader's own browser, in one cookie that holds the choice and nothing else, and
// only after the reader has chosen. The HTML stays the same; each choice links one
// more stylesheet.

// displayCookie is the name of the only cookie of the site.
const displayCookie = "display"

// displayFor is how long the choice is remembered.
const displayFor = 365 * 24 * time.Hour

// A displayChoice is one setting; the first value is the usual one and has no
// stylesheet.
type displayChoice struct {
	name   string
	values []string
}

// displayChoices are the settings in the order of the form. Values are the names
// of stylesheets in static/css/display and stand in the cookie.
var displayChoices = []displayChoice{
	{"size", []string{"size-100", "size-125", "size-150", "size-200"}},
	{"colours", []string{"colours-auto", "colours-light", "colours-dark", "colours-black-on-white", "colours-white-on-black", "colours-yellow-on-black", "colours-blue-on-blue"}},
	{"spacing", []string{"spacing-usual", "spacing-wide", "spacing-widest"}},
	{"font", []string{"font-serif", "font-sans"}},
	{"pictures", []string{"pictures-on", "pictures-off"}},
}

// display is what was chosen: a value for each setting.
type display []string

// readDisplay reads chosen values in any order; what it does not know counts as
// not chosen.
func readDisplay(values []string) display {
	d := make(display, len(displayChoices))
	for i, choice := range displayChoices {
		d[i] = choice.values[0]
		for _, v := range choice.values {
			if slices.Contains(values, v) {
				d[i] = v
			}
		}
	}
	return d
}

// displayOf is what the reader's browser remembers.
func displayOf(r *http.Request) display {
	c, err := r.Cookie(displayCookie)
	if err != nil {
		return readDisplay(nil)
	}
	return readDisplay(strings.Split(c.Value, "."))
}

// chosen are the values that are not the usual ones.
func (d display) chosen() []string {
	var out []string
	for i, v := range d {
		if v != displayChoices[i].values[0] {
			out = append(out, v)
		}
	}
	return out
}

// displaySheets are the addresses of what the choice adds.
func (v *visit) displaySheets() []string {
	var out []string
	for _, name := range displayOf(v.c.Request()).chosen() {
		out = append(out, v.site.Assets.URL("css/display/"+name+".css"))
	}
	return out
}

// displayHref is the way to the settings and back again. From the no-trace mode
// there is no way back: its addresses say nothing.
func (v *visit) displayHref(f frameOf) string {
	if f.private || f.path == "/display" {
		return v.href("/display")
	}
	return withQuery(v.href("/display"), backQuery(withQuery(f.path, f.query), ""))
}

// displaySettings shows the form.
func (s *Server) displaySettings(v *visit) error {
	back := ownPath(v.c.QueryParam("back"))
	d := displayOf(v.c.Request())
	page := templates.DisplayPage{
		Heading: v.l.T("page.display.heading"), Lead: v.l.T("page.display.lead"),
		Action: v.href("/display"), Reset: len(d.chosen()) > 0,
	}
	if v.c.QueryParam("saved") != "" {
		page.Saved = v.l.T("display.saved")
	}
	if back != "" {
		page.Hidden = []templates.Hidden{{Name: "back", Value: back}}
		page.Back = &templates.Link{Text: v.l.T("display.back"), Href: v.href(back)}
	}
	for i, choice := range displayChoices {
		page.Choices = append(page.Choices, v.displayQuestion(choice, d[i]))
	}
	page.Frame = v.frame(frameOf{path: "/display", query: backQuery(back, ""), title: page.Heading, description: v.l.T("page.display.summary")})
	return v.send(http.StatusOK, templates.Display(page))
}

func (v *visit) displayQuestion(choice displayChoice, chosen string) templates.Question {
	q := templates.Question{L: v.l, ID: choice.name, Title: v.displayWords(choice.name), Heading: 2}
	for n, value := range choice.values {
		q.Options = append(q.Options, templates.Option{ID: optionID(choice.name, n), Value: value, Label: v.displayWords(value), Checked: value == chosen})
	}
	return q
}

// displayWords are the words of a setting or of one of its values.
func (v *visit) displayWords(name string) string {
	switch name {
	case "size":
		return v.l.T("display.title.size")
	case "size-100":
		return v.l.T("display.size.100")
	case "size-125":
		return v.l.T("display.size.125")
	case "size-150":
		return v.l.T("display.size.150")
	case "size-200":
		return v.l.T("display.size.200")
	case "colours":
		return v.l.T("display.title.colours")
	case "colours-auto":
		return v.l.T("display.colours.auto")
	case "colours-light":
		return v.l.T("display.colours.light")
	case "colours-dark":
		return v.l.T("display.colours.dark")
	case "colours-black-on-white":
		return v.l.T("display.colours.black_on_white")
	case "colours-white-on-black":
		return v.l.T("display.colours.white_on_black")
	case "colours-yellow-on-black":
		return v.l.T("display.colours.yellow_on_black")
	case "colours-blue-on-blue":
		return v.l.T("display.colours.blue_on_blue")
	case "spacing":
		return v.l.T("display.title.spacing")
	case "spacing-usual":
		return v.l.T("display.spacing.usual")
	case "spacing-wide":
		return v.l.T("display.spacing.wide")
	case "spacing-widest":
		return v.l.T("display.spacing.widest")
	case "font":
		return v.l.T("display.title.font")
	case "font-serif":
		return v.l.T("display.font.serif")
	case "font-sans":
		return v.l.T("display.font.sans")
	case "pictures":
		return v.l.T("display.title.pictures")
	case "pictures-on":
		return v.l.T("display.pictures.on")
	}
	return v.l.T("display.pictures.off")
}

// setDisplay remembers the choice in the reader's browser, or forgets it if
// everything is as usual, and shows the form again, which now looks as chosen.
func (s *Server) setDisplay(v *visit) error {
	form, err := v.form()
	if err != nil {
		return err
	}
	var values []string
	if !form.Has("reset") {
		for _, choice := range displayChoices {
			values = append(values, form.Get(choice.name))
		}
	}
	cookie := &http.Cookie{
		Name: displayCookie, Value: strings.Join(readDisplay(values).chosen(), "."), Path: "/", MaxAge: int(displayFor.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(s.base, "https://"),
	}
	if cookie.Value == "" {
		cookie.MaxAge = -1
	}
	v.c.SetCookie(cookie)
	v.noStore()
	return v.seeOther("/display", backQuery(ownPath(form.Get("back")), "1"))
}

func backQuery(back, saved string) string {
	q := url.Values{}
	if back != "" {
		q.Set("back", back)
	}
	if saved != "" {
		q.Set("saved", saved)
	}
	return q.Encode()
}

// maxBack bounds the address to go back to.
const maxBack = 500

// ownPath is an address behind the language, "" if it cannot be one. It is only
// ever used behind this site's own root, so that nobody can send readers elsewhere
// with a link to the settings.
func ownPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || len(address) > maxBack || u.IsAbs() || u.Host != "" || u.Fragment != "" || !strings.HasPrefix(u.EscapedPath(), "/") {
		return ""
	}
	if strings.ContainsFunc(u.RawQuery, neverInQuery) { // of the parts, this one is kept as it came
		return ""
	}
	return u.RequestURI()
}

// neverInQuery tells whether a character cannot stand in the query of an address as a
// browser sends it (RFC 3986, 3.4).
func neverInQuery(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }
