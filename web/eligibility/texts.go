package eligibility

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"localvote/web/lang"
	"localvote/web/problem"
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

func (ld *loader) readTexts() {
	ld.texts = map[lang.Lang]*textFile{}
	for _, l := range lang.All() {
		f := &textFile{map[string]string{}, map[string]problem.Pos{}}
		ld.texts[l] = f
		ld.q.texts[l] = f.words
		ld.file("texts/"+string(l)+".yaml", func(n yamldoc.Node) {
			for _, p := range n.Pairs() {
				key := p.Key.Word()
				f.words[key], f.pos[key] = p.Value.Word(), p.Key.Pos()
			}
		})
	}
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
var optionalText = regexp.MustCompile(`^(a\.[a-z0-9_]+\.[a-z0-9_]+\.hint|a\.dont_know\.hint|start\.(takes|not)\.\d|trace\.(does|not)\.\d)$`)

// checkTexts compares the three languages (C11): every text is there, none is
// left over, placeholders agree, nothing is unfinished, letters belong to the
// language.
func (v *verifier) checkTexts() {
	required := v.q.requiredTexts()
	known := map[string]bool{}
	for _, key := range required {
		known[key] = true
	}
	for _, l := range lang.All() {
		v.missingTexts(l, required)
		for _, key := range sortedKeys(v.ld.texts[l].words) {
			v.checkText(l, key, known)
		}
	}
}

func (v *verifier) missingTexts(l lang.Lang, required []string) {
	f := v.ld.texts[l]
	country, _ := v.q.Question("country")
	for _, key := range required {
		if _, ok := f.words[key]; ok {
			continue
		}
		for _, c := range v.q.Questions[country].Answers {
			if _, ok := f.words[key+"@"+c]; !ok {
				v.Errorf(problem.Pos{File: v.ld.path("texts/" + string(l) + ".yaml")}, "C11", problem.DidYouMean(key, nil), "the text %q is missing", key)
				break
			}
		}
	}
}

func (v *verifier) checkText(l lang.Lang, key string, known map[string]bool) {
	f := v.ld.texts[l]
	text, pos := f.words[key], f.pos[key]
	plain, country, _ := strings.Cut(key, "@")
	countryQuestion, _ := v.q.Question("country")
	switch {
	case !known[plain] && !optionalText.MatchString(plain):
		v.Errorf(pos, "C11", problem.DidYouMean(plain, sortedKeys(known)), "nothing uses the text %q", key)
	case country != "" && !slices.Contains(v.q.Questions[countryQuestion].Answers, country):
		v.Errorf(pos, "C11", "", "%q is no country", country)
	}
	if strings.TrimSpace(text) == "" || strings.Contains(text, "TODO") || strings.Contains(text, "FIXME") {
		v.Errorf(pos, "C11", "", "the text %q is empty or unfinished", key)
	}
	if word := ForeignLetter(l, text); word != "" {
		v.Errorf(pos, "C11", "a letter of another alphabet that looks alike, or one that this language does not have", "wrong letter in %q of %q", word, key)
	}
	v.compareTexts(l, key, text, pos)
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

// compareTexts compares a text with the same one in the other languages.
func (v *verifier) compareTexts(l lang.Lang, key, text string, pos problem.Pos) {
	for _, other := range lang.All() {
		twin, ok := v.ld.texts[other].words[key]
		if !ok {
			v.Errorf(pos, "C11", "write it there, or delete it here", "the text %q is missing in %q", key, other)
			continue
		}
		if l >= other {
			continue
		}
		if a, b := placeholder.FindAllString(text, -1), placeholder.FindAllString(twin, -1); !slices.Equal(sortedCopy(a), sortedCopy(b)) {
			v.Errorf(pos, "C11", "", "the text %q has other placeholders than in %q: %v and %v", key, other, a, b)
		}
		if a, b := utf8.RuneCountInString(text), utf8.RuneCountInString(twin); a > 3*b+20 || b > 3*a+20 {
			v.Warnf(pos, "C11", "is something missing?", "the text %q is much longer or shorter than in %q", key, other)
		}
	}
}

func sortedCopy(words []string) []string {
	out := slices.Clone(words)
	slices.Sort(out)
	return out
}

// ForeignLetter finds the first word with a letter that its language does not
// have: и, щ, ъ in Belarusian; і, ў in Russian; Latin letters inside a Cyrillic
// word and the reverse. "" if there is none. Words in quotation marks «…» may be
// titles in another Cyrillic language, so only mixed alphabets count there.
func ForeignLetter(l lang.Lang, text string) string {
	quoted := false
	for _, word := range splitWords(text) {
		if strings.HasPrefix(word, "«") {
			quoted = true
		}
		if wrongLetters(l, word, quoted) {
			return strings.Trim(word, "«».,;:!?()")
		}
		if strings.Contains(word, "»") {
			quoted = false
		}
	}
	return ""
}

func splitWords(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '-' || r == '\u2011' || r == '/' || r == '—'
	})
}

func wrongLetters(l lang.Lang, word string, quoted bool) bool {
	cyrillic, latin := false, false
	for _, r := range word {
		cyrillic = cyrillic || unicode.Is(unicode.Cyrillic, r)
		latin = latin || unicode.Is(unicode.Latin, r)
	}
	if cyrillic && latin {
		return true
	}
	lower := strings.ToLower(word)
	switch {
	case quoted:
		return false
	case l == lang.BE:
		return strings.ContainsAny(lower, "ищъ")
	case l == lang.RU:
		return strings.ContainsAny(lower, "іў")
	}
	return false
}
