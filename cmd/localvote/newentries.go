package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/problem"
	"localvote/web/site"
)

// inThree is a text to be written in three languages.
const inThree = `{ru: "TODO", be: "TODO", en: "TODO"}`

var pageID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// page begins a folder with a page in three languages.
func (n *beginner) page() error {
	if !pageID.MatchString(n.ID) {
		return n.bad("how-to-complain", strings.NewReplacer(".", "-", "_", "-").Replace(cleaned(n.ID)))
	}
	folder := "pages/" + n.ID
	if _, err := os.Stat(n.path(folder)); err == nil {
		return n.taken(n.path(folder))
	}
	file := folder + "/page.yaml"
	modeline := site.KindOf(n.site.Kinds(), file).Modeline(file)
	words := map[lang.Lang]string{
		lang.RU: "TODO Ответ на вопрос читателя, не больше двух фраз.",
		lang.BE: "TODO Адказ на пытанне чытача, не больш як два сказы.",
		lang.EN: "TODO The answer to the reader’s question, in at most two sentences.",
	}
	n.changes = append(n.changes, change{file, 0, []string{
		modeline,
		"title: " + inThree,
		"short: " + inThree,
		"summary: " + inThree,
		"section: TODO",
		"order: 99",
		"checked_on: " + n.today,
		"blocks:",
		"  answer: [TODO]",
		"history:",
		"  - on: " + n.today,
		`    what: {ru: "Страница опубликована", be: "Старонка апублікаваная", en: "Page published"}`,
	}})
	for _, l := range lang.All() {
		marker := "{#answer}"
		if l != page.Source {
			marker = "{#answer @" + page.Mark(words[page.Source]) + "}"
		}
		n.changes = append(n.changes, change{folder + "/" + string(l) + ".md", 0, []string{marker, words[l]}})
	}
	return nil
}

var ruleID = regexp.MustCompile(`^(ru|by)\.([a-z]+)\.[a-z0-9_]+$`)

// rule begins a card in the file of its country, and its reason in three languages.
func (n *beginner) rule() error {
	m := ruleID.FindStringSubmatch(n.ID)
	effects := eligibility.Effects()
	if m == nil || !slices.Contains(effects, m[2]) {
		return n.bad("ru.bar.debt", nearestRule(n.ID, effects))
	}
	for i := range n.site.Questionnaire.Cards {
		if card := &n.site.Questionnaire.Cards[i]; card.ID == n.ID {
			return n.taken(n.at(card.Pos))
		}
	}
	if err := n.add("eligibility/rules/"+m[1]+".yaml", nil,
		"",
		"  - id: "+n.ID,
		"    effect: "+m[2],
		"    rights: [TODO]",
		"    when: {citizenship: [TODO]}",
		"    sources: [TODO]",
	); err != nil {
		return err
	}
	for _, l := range lang.All() {
		prefix := "rule." + m[1] + "."
		if err := n.add("eligibility/texts/"+string(l)+".yaml", func(line string) bool { return strings.HasPrefix(line, prefix) },
			"rule."+n.ID+": TODO"); err != nil {
			return err
		}
	}
	return nil
}

// nearestRule is the id of a card that somebody may have meant; "" for none.
func nearestRule(id string, effects []string) string {
	parts := strings.SplitN(strings.ReplaceAll(cleaned(id), "-", "_"), ".", 3)
	if len(parts) != 3 {
		return ""
	}
	country, effect := parts[0], parts[1]
	if !slices.Contains([]string{"ru", "by"}, country) {
		country = problem.Nearest(country, []string{"ru", "by"})
	}
	if !slices.Contains(effects, effect) {
		effect = problem.Nearest(effect, effects)
	}
	if country == "" || effect == "" {
		return ""
	}
	return country + "." + effect + "." + strings.ReplaceAll(parts[2], ".", "_")
}

var sourceID = regexp.MustCompile(`^[a-z]+(\.[a-z0-9_-]+)+$`)

// sourceFiles are where sources are added, by the beginning of their ids.
var sourceFiles = map[string]string{"ru": "russia", "by": "belarus", "treaty": "treaty", "press": "press"}

// source begins an entry of the register.
func (n *beginner) source() error {
	prefixes := []string{"by", "press", "ru", "treaty"}
	first, _, _ := strings.Cut(n.ID, ".")
	if !sourceID.MatchString(n.ID) || sourceFiles[first] == "" {
		return n.bad("by.law.2026-01-15", prefixed(n.ID, ".", prefixes))
	}
	if s, ok := n.site.Sources.Get(n.ID); ok {
		return n.taken(n.at(s.Pos))
	}
	kind := "TODO"
	if first == "press" {
		kind = "press"
	}
	return n.add("sources/"+sourceFiles[first]+".yaml", nil,
		"",
		"  - id: "+n.ID,
		"    kind: "+kind,
		"    seen: TODO",
		"    label: "+inThree,
		"    title:",
		`      ru: "TODO"`,
		`      be: "TODO"`,
		`      en: "TODO"`,
		"    how:",
		`      ru: "TODO"`,
		`      be: "TODO"`,
		`      en: "TODO"`,
		"    dated: TODO",
		"    url: TODO",
		`    checked_on: "`+n.today+`"`,
	)
}

var placeID = regexp.MustCompile(`^(by|ru)-[a-z0-9]+(-[a-z0-9]+)*$`)

// place begins a line of the table of places, and of that of Councils where its
// kind has one of its own.
func (n *beginner) place() error {
	if !placeID.MatchString(n.ID) {
		return n.bad("by-orsha", prefixed(strings.NewReplacer(".", "-", "_", "-").Replace(n.ID), "-", []string{"by", "ru"}))
	}
	if _, ok := n.site.Places.Get(n.ID); ok {
		where, err := n.lineOf("places/places.csv")
		if err != nil {
			return err
		}
		return n.taken(where)
	}
	country, kindName := n.ID[:2], "TODO"
	var kind *place.Kind
	if n.Kind != "" {
		ids := []string{}
		for _, k := range n.site.Places.Kinds() {
			ids = append(ids, k.ID)
			if k.ID == n.Kind && k.Country == country {
				kind = k
			}
		}
		if kind == nil {
			return message.Errorf(n.lang, "there is no kind %q of places in %q; %s", n.Kind, country, problem.DidYouMean(n.Kind, ids))
		}
		_, kindName, _ = strings.Cut(n.Kind, ".")
	}
	return n.placeLines(country, kindName, kind)
}

func (n *beginner) placeLines(country, kindName string, kind *place.Kind) error {
	cells := map[string]string{
		"id": n.ID, "country": country, "kind": kindName, "confidence": "high",
		"name_ru": "TODO", "name_be": "TODO", "name_en": "TODO",
	}
	if kind == nil || len(kind.Inside) > 0 {
		cells["parent"] = "TODO"
	}
	near := func(line string) bool {
		parts := strings.SplitN(line, ",", 4)
		return len(parts) > 3 && parts[1] == country && (kind == nil || parts[2] == kindName)
	}
	if err := n.addRow("places/places.csv", cells, near); err != nil {
		return err
	}
	if kind == nil || kind.Level == "" || kind.Council != nil {
		return nil
	}
	return n.addRow("places/councils.csv", map[string]string{"place": n.ID, "ru": "TODO", "be": "TODO", "en": "TODO"}, nil)
}

// addRow adds a row with its cells in the order of the head of the table.
func (n *beginner) addRow(name string, cells map[string]string, near func(string) bool) error {
	lines, err := n.lines(name)
	if err != nil {
		return err
	}
	head, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(lines[0], "\ufeff"))).Read()
	if err != nil {
		return fmt.Errorf("%s: %w", n.path(name), err)
	}
	row := make([]string, len(head))
	for i, column := range head {
		row[i] = cells[column]
	}
	if path.Base(name) == "places.csv" && !slices.Equal(head, place.Columns("places.csv")) {
		near = nil // the columns stand in another order
	}
	return n.add(name, near, strings.Join(row, ","))
}

// lineOf is the place of a row by its id.
func (n *beginner) lineOf(name string) (string, error) {
	lines, err := n.lines(name)
	if err != nil {
		return "", err
	}
	i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, n.ID+",") })
	return fmt.Sprintf("%s:%d", n.path(name), i+1), nil
}
