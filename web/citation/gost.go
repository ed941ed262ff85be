package citation

import (
	"strings"

	"localvote/web/lang"
)

// gostWords are what the GOST forms say in one language: notes and designations
// stand in the language of the description (GOST 7.1-2003, section 4), so an
// English one has English words. The Belarusian words are those of Belarusian
// libraries.
type gostWords struct {
	resource string // general material designation: GOST 7.1-2003, 5.2
	site     string
	updated  string // note: GOST R 7.0.5-2008, 10.4; GOST 7.82-2001, section 5
	version  string
	url      string
	accessed string
	access   string // note "access mode": GOST 7.82-2001, section 5
	free     string
	screen   string // note where the title was taken from: GOST 7.82-2001, section 5
	visited  string
}

func gostIn(l lang.Lang) gostWords {
	switch l {
	case lang.RU:
		return gostWords{"[Электронный ресурс]", "[сайт]", "Дата обновления: ", "Версия правил: ", "URL: ", "дата обращения: ", "Режим доступа: ", "свободный", "Загл. с экрана", "Дата обращения: "}
	case lang.BE:
		return gostWords{"[Электронны рэсурс]", "[сайт]", "Дата абнаўлення: ", "Версія правіл: ", "URL: ", "дата звароту: ", "Рэжым доступу: ", "свабодны", "Загаловак з экрана", "Дата звароту: "}
	}
	return gostWords{"[Electronic resource]", "[website]", "Updated: ", "Rules version: ", "URL: ", "accessed: ", "Access mode: ", "free", "Title from the screen", "Accessed: "}
}

// gost2008 is a reference to a part of a remote electronic resource by GOST R
// 7.0.5-2008: elements are parted by full stops, the dashes between areas being
// optional (section 4), and the site follows "//" without a space before a colon
// (section 7). Section 10 adds the designation of the material (10.3) and the notes
// (10.4) in this order: the day of the last update, where it is known, the address
// after "URL", the day of the visit in brackets. A work without a date gets none:
// the standard asks only for days that are known.
func (w Work) gost2008() string {
	g := gostIn(w.Lang)
	b := sentences{stop: ". "}
	b.add(unstopped(w.Title) + " " + g.resource + " // " + w.Container + ": " + g.site)
	w.addDates(&b, g)
	b.add(g.url + w.stable() + " (" + g.accessed + dotted(w.Accessed) + ")")
	return b.String()
}

// gost2003 is an analytical description (GOST 7.1-2003, section 7) of a part of a
// remote resource (GOST 7.82-2001): areas begin with ". –" and prescribed signs have
// a space on both sides (GOST 7.1-2003, section 4), the site follows " // ". Where
// no year is known none is given, and no words «без года» either (5.5).
func (w Work) gost2003() string {
	g := gostIn(w.Lang)
	b := sentences{stop: ". – "}
	b.add(unstopped(w.Title) + " " + g.resource + " // " + w.Container + " : " + g.site)
	w.addDates(&b, g)
	b.add(g.access + w.stable() + ", " + g.free)
	b.add(g.screen)
	b.add(g.visited + dotted(w.Accessed))
	return b.String()
}

func (w Work) addDates(b *sentences, g gostWords) {
	b.add(year(w.Published))
	if w.dayKnown() {
		b.add(g.updated + dotted(w.Published))
	}
	if w.Version != "" {
		b.add(g.version + w.Version)
	}
}

// sentences joins the areas of a description; the last ends with a full stop.
type sentences struct {
	stop  string
	parts []string
}

func (s *sentences) add(part string) {
	if part != "" {
		s.parts = append(s.parts, part)
	}
}

func (s *sentences) String() string { return strings.Join(s.parts, s.stop) + "." }

// unstopped is a title without its last full stop: the sign that follows parts
// the areas.
func unstopped(title string) string { return strings.TrimSuffix(title, ".") }
