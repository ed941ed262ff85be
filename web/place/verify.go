package place

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"localvote/web/lang"
	"localvote/web/problem"
)

var idPattern = regexp.MustCompile(`^(by|ru)-[a-z0-9]+(-[a-z0-9]+)*$`)

// idFits checks an id, which is an address and permanent.
func (ld *loader) idFits(r row) bool {
	id, country := r.cells["id"], r.cells["country"]
	if !idPattern.MatchString(id) || !strings.HasPrefix(id, country+"-") {
		ld.Errorf(r.at("id"), "D002", "%q cannot be the id of a place in %q", id, country).Hint("the country, small Latin letters, digits and single hyphens: by-orsha")
		return false
	}
	if first, twice := ld.g.byID[id]; twice {
		ld.Errorf(r.at("id"), "D002", "the id %q already stands in line %d", id, ld.pos[first].line).Hint("ids are permanent and unique")
		return false
	}
	return true
}

// letters are the letters that names may have, and slips that are sure signs of
// another language: hard consonants before soft vowels and в after a vowel in
// Belarusian.
var letters = map[lang.Lang]*regexp.Regexp{
	lang.RU: regexp.MustCompile(`^[А-Яа-яЁё\-— ()]+$`),
	lang.BE: regexp.MustCompile(`^[А-ЗЙ-ШЫ-Яа-зй-шы-яЁёІіЎў’\-— ()]+$`),
	lang.EN: regexp.MustCompile(`^[A-Za-z\-– ()]+$`),
}

var softAfterHard = regexp.MustCompile(`(?i)[рчшж][іеёюяь]|[аеёіоуыэюя]в([^аеёіоуыэюяь’]|$)`)

// checkName checks a name in one language.
func (ld *loader) checkName(l lang.Lang, name string, pos problem.Pos) {
	switch {
	case name == "":
		ld.Errorf(pos, "D005", "the name in %q is missing", l)
	case name != strings.Join(strings.Fields(name), " "):
		ld.Errorf(pos, "D005", "the name %q has spaces at an end or two together", name).Hint("take the extra spaces out")
	case !norm.NFC.IsNormalString(name) || !letters[l].MatchString(name):
		ld.Errorf(pos, "D005", "the name %q has a character that is not in the alphabet of %q", name, l).Hint("letters of another alphabet look alike: і and i, о and o; the apostrophe is ’")
	case l == lang.BE && softAfterHard.MatchString(name):
		ld.Errorf(pos, "D005", "the name %q is not Belarusian spelling", name).Hint("р ч ш ж are hard in Belarusian; after a vowel stands ў")
	}
}

// checkAliases: each once, none empty, none that is a name anyway.
func (ld *loader) checkAliases(p *Place, pos problem.Pos) {
	seen := map[string]bool{}
	for _, name := range p.Names {
		seen[name] = true
	}
	for _, alias := range p.Aliases {
		if alias == "" || alias != strings.TrimSpace(alias) || seen[alias] {
			ld.Errorf(pos, "D005", "the alias %q is empty, has a space at an end, or stands here already", alias).Hint("aliases are separated by | and differ from each other and from the names")
		}
		seen[alias] = true
	}
}

// verify checks the table as a whole.
func (ld *loader) verify() {
	ld.verifyNames()
	if ld.Errors() > 0 {
		return // a row that could not be read would be counted as missing, too
	}
	ld.verifyTotals()
}

// verifyNames: within one country and kind no name stands twice.
func (ld *loader) verifyNames() {
	first := map[string]*Place{}
	for _, p := range ld.g.order {
		for _, l := range lang.All() {
			key := p.Kind.ID + " " + string(l) + " " + strings.ToLower(p.Names[l])
			if other, twice := first[key]; twice {
				ld.Errorf(ld.pos[p].at("name_"+string(l)), "D008", "%q is also the name of %q in line %d", p.Names[l], other.ID, ld.pos[other].line).Hint("if there are two such places, tell them apart: Name (Oblast)")
				continue
			}
			first[key] = p
		}
	}
}

// verifyTotals compares the numbers of places with those that sources give.
func (ld *loader) verifyTotals() {
	counts := map[*Kind]int{}
	for _, p := range ld.g.order {
		counts[p.Kind]++
	}
	for _, k := range ld.g.kinds {
		if k.count != counts[k] {
			ld.Errorf(problem.Pos{File: ld.dir + "/places.csv"}, "D009", "there are %d places of kind %q, there must be %d", counts[k], k.ID, k.count).Hint("kinds.yaml says how many there must be and by which source; if the law has changed, change both (%s)", k.ID)
		}
	}
}

func (ld *loader) kind(id string) *Kind {
	if i := slices.IndexFunc(ld.g.kinds, func(k *Kind) bool { return k.ID == id }); i >= 0 {
		return ld.g.kinds[i]
	}
	return nil
}

func (ld *loader) kindIDs() []string {
	var ids []string
	for _, k := range ld.g.kinds {
		ids = append(ids, k.ID)
	}
	return ids
}
