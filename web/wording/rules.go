package wording

import (
	"regexp"
	"strings"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
)

// A rule finds one kind of slip. Only the first one in a line is reported. Lines
// without any of the letters in need are passed over: a search for letters is
// many times faster than a pattern, and all texts are read at every start.
type rule struct {
	need          []string
	may           func(line string) bool // a closer look, nil for none: no means that nothing is found
	code          string
	severity      problem.Severity
	words         message.Message
	hint          message.Message
	find          *regexp.Regexp
	except        *regexp.Regexp
	outsideQuotes bool // titles and other people's words do not count
}

// rules by language. The house style that they hold is sections 1, 5, 6 and 7
// of the guide that translators are given (locales/README.md).
var rules = map[lang.Lang][]rule{
	lang.BE: append(belarusian(), cyrillicSigns()...),
	lang.RU: append(russian(), cyrillicSigns()...),
	lang.EN: english(),
}

// applies tells whether a line has any of the letters that the rule needs.
func (r *rule) applies(line string) bool {
	for _, letters := range r.need {
		if strings.Contains(line, letters) {
			return r.may == nil || r.may(line)
		}
	}
	return len(r.need) == 0
}

// Parts of patterns. Go's \b knows only Latin letters.
const (
	before = `(?:^|[^\p{L}’'])`
	after  = `(?:$|[^\p{L}’'])`
)

func must(pattern string) *regexp.Regexp { return regexp.MustCompile(pattern) }

func belarusian() []rule {
	return []rule{
		{need: []string{" у"}, may: vowelBeforeU, code: "L02", severity: problem.Error, words: message.New("у after a vowel"), hint: message.New("write ў after a word that ends in a vowel, with nothing between"),
			find: must(`[аеёіоуыэюяАЕЁІОУЫЭЮЯ] у[\p{L}]*`), except: must(` (урн|умов?ц|ур[аы]?$|уні[яюі]|ульт|ўн)`)},
		{need: []string{"'", "ʼ", "`", "´", "′"}, code: "L03", severity: problem.Error, words: message.New("apostrophe"), hint: message.New("write ’ (U+2019)"),
			find: must("\\p{Cyrillic}['ʼ`´′]\\p{Cyrillic}")},
		{need: []string{"ь", "Ь"}, may: softBetween, code: "L04", severity: problem.Error, words: message.New("soft sign before a soft consonant"), hint: message.New("снег, змена, дзве, пытанне: official spelling does not write it"),
			find: must(`(?i)\p{L}*(?:[сзцн]ь[бвгдзклмнпсфц][ьеёіюя]|дзьв)\p{L}*`), except: must(`(?i)(пісьм|восьм|во?а?зьм|вельм|просьб|барацьб|вядзьм|дзьмі|сьці$|ньце$)`)},
		{need: []string{"тся", "ться", "ТСЯ", "ТЬСЯ"}, code: "L06", severity: problem.Error, words: message.New("Russian verb ending"), hint: message.New("-ць, -цца"), find: must(`(?i)\p{L}+(ться|тся)` + after)},
		{need: []string{"годна"}, code: "L06", severity: problem.Error, words: message.New("згодна without з"), hint: message.New("згодна з законам, паводле закона"), outsideQuotes: true,
			find: must(`(?i)` + before + `згодна (?:[^з]|з\p{L})`)},
		{need: []string{"ольш"}, code: "L06", severity: problem.Error, words: message.New("больш before a number"), hint: message.New("больш за 95 тысяч, больш як 95 тысяч"),
			find: must(`(?i)` + before + `больш (?:\d|\{\{number)`)},
		{need: []string{"па ", "Па "}, may: dativeAfterPa, code: "L08", severity: problem.Warning, words: message.New("па with a dative"), hint: message.New("па законе, на адрас, паводле закона"), outsideQuotes: true,
			find: must(`(?i)` + before + `па \p{L}+у` + after), except: must(`(?i)па (бацьку|аднаму|чаму|таму|гэтаму|чарговаму|адным)`)},
		{need: []string{"учы", "ючы", "ачы", "ячы", "уча", "юча", "ача", "яча", "учу", "ючу", "ачу", "ячу"}, may: participle, code: "L08", severity: problem.Warning, words: message.New("participle"), hint: message.New("які + verb, an adjective or a noun"), outsideQuotes: true,
			find: must(`(?i)\p{L}{3,}(уч|юч|ач|яч)(ы|ая|ыя|ага|ай|ымі|ых|аму|ую)` + after), except: must(`(?i)(гарач|рабоч|выдатн|лежач|адпачы|значы|бачы|лічы|другараз|дачы|задачы|удачы|чытачы)`)},
		{need: []string{"} у", "} ў", "у {", "ў {"}, code: "L10", severity: problem.Error, words: message.New("у or ў beside a placeholder"), hint: message.New("the sound before it is not known: turn the sentence round"),
			find: must(`\{[a-z_.]+\}\}? [уў]\p{L}*|` + before + `[уў] \{[a-z_.]+\}`)},
	}
}

func russian() []rule {
	return []rule{
		{need: []string{"Белорусси"}, code: "L06", severity: problem.Error, words: message.New("Белоруссия"), hint: message.New("Беларусь; the other name only in quotations"), outsideQuotes: true, find: must(`Белорусси`)},
	}
}

func cyrillicSigns() []rule {
	return []rule{
		{need: []string{"\"", "”"}, code: "L05", severity: problem.Error, words: message.New("straight or foreign quotation marks"), hint: message.New("«…», inside them „…“"), find: must(`["”]`)},
		{need: []string{" - ", " – "}, code: "L05", severity: problem.Error, words: message.New("hyphen instead of a dash"), hint: message.New("— with spaces"), find: must(`\p{L} - \p{L}|\p{L} – \p{L}`)},
		{need: []string{"!"}, code: "L05", severity: problem.Error, words: message.New("exclamation mark"), hint: message.New("no exclamation marks"), outsideQuotes: true, find: must(`!`)},
	}
}

func english() []rule {
	return []rule{
		{need: []string{"\"", "'"}, code: "L05", severity: problem.Error, words: message.New("straight quotation mark or apostrophe"), hint: message.New("“…”, ‘…’, ’"), find: must(`["']`)},
		{need: []string{" - ", "—"}, code: "L05", severity: problem.Error, words: message.New("dash"), hint: message.New("– with spaces"), find: must(`\p{L} - \p{L}|—`)},
		{need: []string{"!"}, code: "L05", severity: problem.Error, words: message.New("exclamation mark"), hint: message.New("no exclamation marks"), find: must(`!`)},
	}
}
