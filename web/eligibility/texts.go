package eligibility

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/wording"
	"localvote/web/yamldoc"
)

// A textFile is the texts of one language with their places.
type textFile struct {
	words map[string]string
	pos   map[string]problem.Pos
}

// Text is the text with this key in a language. A variant for the country where
// the reader lives ("key@ru") comes before the plain text. Every key that the
// site asks for was checked at load, so "" means an optional text that is not
// there.
func (q *Questionnaire) Text(l lang.Lang, key, country string) string {
	if country != "" {
		if s, ok := q.texts[l][key+"@"+country]; ok {
			return s
		}
	}
	return q.texts[l][key]
}

// EachText calls f with every text in a language, in alphabetical order of the
// keys.
func (q *Questionnaire) EachText(l lang.Lang, f func(key, text string)) {
	for _, key := range sortedKeys(q.texts[l]) {
		f(key, q.texts[l][key])
	}
	for _, key := range sortedKeys(q.easy[l]) {
		f("easy "+key, q.easy[l][key])
	}
}

// EasyText is the text in easy-read words, or the usual one where there is none.
func (q *Questionnaire) EasyText(l lang.Lang, key, country string) string {
	if country != "" {
		if s, ok := q.easy[l][key+"@"+country]; ok {
			return s
		}
	}
	if s, ok := q.easy[l][key]; ok {
		return s
	}
	return q.Text(l, key, country)
}

// HasEasy tells whether there are easy-read words in a language.
func (q *Questionnaire) HasEasy(l lang.Lang) bool { return len(q.easy[l]) > 0 }

// readEasy reads the easy-read words. They stand beside the usual ones and may
// leave some out, but where they have a text they have all its variants.
func (ld *loader) readEasy(l lang.Lang) {
	name := "texts/" + string(l) + ".easy.yaml"
	if _, err := fs.Stat(ld.fsys, ld.path(name)); err != nil {
		return
	}
	usual, words := ld.texts[l], map[string]string{}
	ld.q.easy[l] = words
	ld.file(name, func(n yamldoc.Node) {
		for _, p := range textPairs(n) {
			key, text := p.Key.Word(), p.Value.Word()
			words[key] = text
			if !ld.inAnyLanguage(key) {
				p.Key.Errorf("C11", "easy-read words for %q, which has no usual ones", key).Near(key, sortedKeys(usual.words))
			}
			if _, ok := usual.words[key]; !ok {
				continue // told above, or where the usual text is missing
			}
			if want := placeholder.FindAllString(usual.words[key], -1); !slices.Equal(placeholder.FindAllString(text, -1), want) {
				p.Value.Errorf("C11", "the easy-read text %q has other placeholders than the usual one", key)
			}
			if !wording.IsProven(ld.fsys) {
				wording.Report(l, p.Value.Pos(), key, text, &ld.List)
			}
		}
	})
	for _, key := range sortedKeys(usual.words) {
		plain, _, variant := strings.Cut(key, "@")
		_, there := words[key]
		if _, easy := words[plain]; variant && easy && !there {
			ld.Errorf(problem.Pos{File: ld.path(name)}, "C11", "the easy-read text %q is missing, but %q is there", key, plain).Hint("write it too, or leave the plain one out")
		}
	}
}

// inAnyLanguage tells whether some language has a usual text: a text that one
// language lacks is reported there.
func (ld *loader) inAnyLanguage(key string) bool {
	for _, l := range lang.All() {
		if _, ok := ld.texts[l].words[key]; ok {
			return true
		}
	}
	return false
}

// easyAlike checks that the languages have the same easy-read texts.
func (ld *loader) easyAlike() {
	for _, l := range lang.All() {
		for _, other := range lang.All() {
			for _, key := range sortedKeys(ld.q.easy[l]) {
				if _, ok := ld.q.easy[other][key]; !ok && l == lang.RU {
					ld.Errorf(problem.Pos{File: ld.path("texts/" + string(other) + ".easy.yaml")}, "C11", "the easy-read text %q is missing", key).Hint("write it in all three languages")
				} else if _, ok := ld.q.easy[lang.RU][key]; !ok && other == lang.RU {
					ld.Errorf(problem.Pos{File: ld.path("texts/ru.easy.yaml")}, "C11", "the easy-read text %q is missing", key).Hint("write it in all three languages")
				}
			}
		}
	}
}

// keyPattern is how keys of texts are written: with the country of a variant.
var keyPattern = regexp.MustCompile(`^[a-z0-9_.-]+(@[a-z]+)?$`)

// textPairs are the lines of a file of texts.
func textPairs(n yamldoc.Node) []yamldoc.Pair {
	pairs := n.Pairs()
	if n.Describing() {
		pairs[0].Key.Like(keyPattern)
		pairs[0].Value.Like(notEmpty)
	}
	return pairs
}

var notEmpty = regexp.MustCompile(`\S`)

func (ld *loader) readTexts() {
	ld.texts = map[lang.Lang]*textFile{}
	for _, l := range lang.All() {
		f := &textFile{map[string]string{}, map[string]problem.Pos{}}
		ld.texts[l] = f
		ld.q.texts[l] = f.words
		ld.file("texts/"+string(l)+".yaml", func(n yamldoc.Node) {
			for _, p := range textPairs(n) {
				key := p.Key.Word()
				f.words[key], f.pos[key] = p.Value.Word(), p.Key.Pos()
			}
		})
	}
	for _, l := range lang.All() {
		ld.readEasy(l)
	}
	ld.easyAlike()
}

// requiredTexts lists every text that the site may ask for. Each must be there
// plainly or, with the mark "@", in a variant for every country.
func (q *Questionnaire) requiredTexts() []string {
	keys := []string{"a.dont_know", "who.unknown", "unasked", "election.today", "election.other"}
	add := func(parts ...string) { keys = append(keys, strings.Join(parts, ".")) }
	for i := range q.Rights {
		for _, part := range []string{"name", "can", "about"} {
			add("right", q.Rights[i].ID, part)
		}
	}
	for _, v := range []string{"yes", "no", "absent", "unclear", "depends"} {
		add("verdict", v)
		add("verdict", v, "short")
		add("verdict", v, "sentence")
		if v != "absent" {
			add("headline", "council_vote", v)
			add("lead", "council_stand", v)
		}
	}
	for i := range q.Questions {
		keys = append(keys, q.Questions[i].requiredTexts()...)
	}
	for i := range q.Cards {
		add("rule", q.Cards[i].ID)
	}
	for i := range q.Steps {
		add(q.Steps[i].ID, "text")
		if q.Steps[i].Kind == Do {
			add(q.Steps[i].ID, "title")
		}
	}
	for i := range q.Differences {
		add("difference", q.Differences[i].ID)
	}
	for i := range q.Changes {
		add("change", q.Changes[i].ID)
	}
	for i := range q.Elections {
		add("election", q.Elections[i].ID)
	}
	for i := range q.Examples {
		add(q.Examples[i].ID, "who")
		add(q.Examples[i].ID, "word")
	}
	return append(keys, q.captionKeys()...)
}

func (q *Question) requiredTexts() []string {
	var keys []string
	parts := []string{"title", "short", "hint", "error", "why"}
	if q.DontKnow {
		parts = append(parts, "find")
	}
	for _, part := range parts {
		keys = append(keys, "q."+q.ID+"."+part)
	}
	for i, answer := range q.Answers {
		for _, part := range []string{"a.", "fact.", "if."} {
			keys = append(keys, part+q.ID+"."+answer)
		}
		if !q.Asked && i != q.Neutral {
			keys = append(keys, "provided."+q.ID+"."+answer)
		}
	}
	return keys
}

// captionKeys name who the result is about: one text per country and citizenship.
func (q *Questionnaire) captionKeys() []string {
	country, _ := q.Question("country")
	citizenship, ok := q.Question("citizenship")
	if !ok {
		return nil
	}
	var keys []string
	for _, c := range q.Questions[country].Answers {
		for _, z := range q.Questions[citizenship].Answers {
			keys = append(keys, "who."+c+"."+z)
		}
	}
	return keys
}

// optionalText tells whether a key may be there although no list requires it.
var optionalText = regexp.MustCompile(`^(a\.dont_know\.hint|start\.(takes|not)\.\d|trace\.(does|not)\.\d)$`)

// checkTexts compares the three languages (C11): every text is there, none is
// left over, placeholders agree, nothing is unfinished, the wording is clean.
// One mistake gives one message, so it goes through the keys, not the files.
func (v *verifier) checkTexts() {
	known := map[string]bool{}
	for _, key := range v.q.requiredTexts() {
		known[key] = true
		if hint, ok := strings.CutPrefix(key, "a."); ok {
			known["a."+hint+".hint"] = false // may be there
		}
	}
	v.missingEverywhere(known)
	keys := map[string]bool{}
	for _, l := range lang.All() {
		for key := range v.ld.texts[l].words {
			keys[key] = true
		}
	}
	for _, key := range sortedKeys(keys) {
		v.checkKey(key, known)
	}
}

// missingEverywhere reports texts that no language has, plainly or for every
// country.
func (v *verifier) missingEverywhere(known map[string]bool) {
	country, _ := v.q.Question("country")
	for _, key := range sortedKeys(known) {
		there := !known[key]
		for _, l := range lang.All() {
			variants := 0
			for _, c := range v.q.Questions[country].Answers {
				if _, ok := v.ld.texts[l].words[key+"@"+c]; ok {
					variants++
				}
			}
			_, plain := v.ld.texts[l].words[key]
			there = there || plain || variants == len(v.q.Questions[country].Answers)
		}
		if !there {
			v.Errorf(problem.Pos{File: v.ld.path("texts/ru.yaml")}, "C11", "the text %q is missing", key).Hint("write it in all three languages")
		}
	}
}

// checkKey checks one text in the three languages.
func (v *verifier) checkKey(key string, known map[string]bool) {
	var there []lang.Lang
	for _, l := range lang.All() {
		if _, ok := v.ld.texts[l].words[key]; ok {
			there = append(there, l)
		}
	}
	first := v.ld.texts[there[0]].pos[key]
	plain, country, _ := strings.Cut(key, "@")
	countryQuestion, _ := v.q.Question("country")
	_, isKnown := known[plain]
	switch {
	case !isKnown && !optionalText.MatchString(plain):
		v.Errorf(first, "C11", "nothing uses the text %q", key).Near(plain, sortedKeys(known))
		return
	case country != "" && !slices.Contains(v.q.Questions[countryQuestion].Answers, country):
		v.Errorf(first, "C11", "%q is no country", country)
		return
	}
	for _, l := range lang.All() {
		if !slices.Contains(there, l) {
			v.Errorf(v.ld.placeFor(key, l, there[0]), "C11", "the text %q is missing", key).Hint("it stands at %s", first)
		}
	}
	for _, l := range there {
		v.checkText(l, key)
	}
	v.comparePlaceholders(key, there)
}

// placeFor is where a text belongs that one language lacks: at the text that
// stands before it in another language.
func (ld *loader) placeFor(key string, l, other lang.Lang) problem.Pos {
	at := problem.Pos{File: ld.path("texts/" + string(l) + ".yaml"), Line: 1}
	missing, nearest := ld.texts[other].pos[key].Line, 0
	for k, pos := range ld.texts[other].pos {
		if here, ok := ld.texts[l].pos[k]; ok && pos.Line < missing && pos.Line > nearest {
			at, nearest = here, pos.Line
		}
	}
	return at
}

func (v *verifier) checkText(l lang.Lang, key string) {
	text, pos := v.ld.texts[l].words[key], v.ld.texts[l].pos[key]
	if strings.TrimSpace(text) == "" || strings.Contains(text, "TODO") || strings.Contains(text, "FIXME") {
		v.Errorf(pos, "C11", "the text %q is empty or unfinished", key)
	}
	if !wording.IsProven(v.ld.fsys) {
		wording.Report(l, pos, key, text, &v.List)
	}
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// comparePlaceholders reports the language that stands alone with its
// placeholders, and texts of very different length.
func (v *verifier) comparePlaceholders(key string, there []lang.Lang) {
	of := map[lang.Lang]string{}
	count := map[string]int{}
	for _, l := range there {
		found := placeholder.FindAllString(v.ld.texts[l].words[key], -1)
		slices.Sort(found)
		of[l] = strings.Join(found, " ")
		count[of[l]]++
	}
	for _, l := range there {
		if len(count) > 1 && count[of[l]] == 1 {
			v.Errorf(v.ld.texts[l].pos[key], "C11", "the text %q has other placeholders than in the other languages: %q", key, of[l])
			break
		}
	}
	for _, l := range there[1:] {
		a, b := utf8.RuneCountInString(v.ld.texts[there[0]].words[key]), utf8.RuneCountInString(v.ld.texts[l].words[key])
		if a > 3*b+20 || b > 3*a+20 {
			v.Warnf(v.ld.texts[l].pos[key], "C11", "the text %q is much longer or shorter than in %q", key, there[0]).Hint("is something missing?")
		}
	}
}
