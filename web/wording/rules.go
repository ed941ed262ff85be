package wording

import (
	"regexp"
	"strings"

	"localvote/web/lang"
	"localvote/web/problem"
)

// A rule finds one kind of slip. Only the first one in a line is reported.
type rule struct {
	code          string
	severity      problem.Severity
	words         string
	hint          string
	find          *regexp.Regexp
	except        *regexp.Regexp
	outsideQuotes bool // titles and other people's words do not count
}

// rules by language. The house style that they hold is sections 1, 5, 6 and 7
// of the guide that translators are given (locales/README.md).
var rules = map[lang.Lang][]rule{
	lang.BE: append(append(belarusian(), cyrillicSigns()...), avoid(belarusianWords)...),
	lang.RU: append(append(russian(), cyrillicSigns()...), avoid(russianWords)...),
	lang.EN: append(english(), avoid(englishWords)...),
}

// Parts of patterns. Go's \b knows only Latin letters.
const (
	before = `(?:^|[^\p{L}’'])`
	after  = `(?:$|[^\p{L}’'])`
)

func must(pattern string) *regexp.Regexp { return regexp.MustCompile(pattern) }

func belarusian() []rule {
	return []rule{
		{code: "L02", severity: problem.Error, words: "у after a vowel", hint: "write ў after a word that ends in a vowel, with nothing between",
			find: must(`[аеёіоуыэюяАЕЁІОУЫЭЮЯ] у[\p{L}]*`), except: must(` (урн|умов?ц|ур[аы]?$|уні[яюі]|ульт|ўн)`)},
		{code: "L03", severity: problem.Error, words: "apostrophe", hint: "write ’ (U+2019)",
			find: must("\\p{Cyrillic}['ʼ`´′]\\p{Cyrillic}")},
		{code: "L04", severity: problem.Error, words: "soft sign before a soft consonant", hint: "снег, змена, дзве, пытанне: official spelling does not write it",
			find: must(`(?i)\p{L}*(?:[сзцн]ь[бвгдзклмнпсфц][ьеёіюя]|дзьв)\p{L}*`), except: must(`(?i)(пісьм|восьм|во?а?зьм|вельм|просьб|барацьб|вядзьм|дзьмі|сьці$|ньце$)`)},
		{code: "L06", severity: problem.Error, words: "Russian verb ending", hint: "-ць, -цца", find: must(`(?i)\p{L}+(ться|тся)` + after)},
		{code: "L06", severity: problem.Error, words: "згодна without з", hint: "згодна з законам, паводле закона", outsideQuotes: true,
			find: must(`(?i)` + before + `згодна (?:[^з]|з\p{L})`)},
		{code: "L06", severity: problem.Error, words: "больш before a number", hint: "больш за 95 тысяч, больш як 95 тысяч",
			find: must(`(?i)` + before + `больш (?:\d|\{\{number)`)},
		{code: "L08", severity: problem.Warning, words: "па with a dative", hint: "па законе, на адрас, паводле закона", outsideQuotes: true,
			find: must(`(?i)` + before + `па \p{L}+у` + after), except: must(`(?i)па (бацьку|аднаму|чаму|таму|гэтаму|чарговаму|адным)`)},
		{code: "L08", severity: problem.Warning, words: "participle", hint: "які + verb, an adjective or a noun", outsideQuotes: true,
			find: must(`(?i)\p{L}{3,}(уч|юч|ач|яч)(ы|ая|ыя|ага|ай|ымі|ых|аму|ую)` + after), except: must(`(?i)(гарач|рабоч|выдатн|лежач|адпачы|значы|бачы|лічы|другараз|дачы|задачы|удачы)`)},
		{code: "L10", severity: problem.Error, words: "у or ў beside a placeholder", hint: "the sound before it is not known: turn the sentence round",
			find: must(`\{[a-z_.]+\}\}? [уў]\p{L}*|` + before + `[уў] \{[a-z_.]+\}`)},
	}
}

// strayShortU finds a ў that does not follow a vowel. Quotation marks, hyphens
// and the signs of Markdown do not count as a break; after digits and short signs
// the sound is not known.
func strayShortU(line string) (word string, found bool) {
	runes := []rune(line)
	for i, r := range runes {
		if r != 'ў' {
			continue
		}
		j := i - 1
		for j >= 0 && strings.ContainsRune(" «»„“”*_[]-", runes[j]) {
			j--
		}
		if j < 0 || !strings.ContainsRune("аеёіоуыэюяАЕЁІОУЫЭЮЯ0123456789}…", runes[j]) {
			return string(runes[max(0, i-8):min(len(runes), i+8)]), true
		}
	}
	return "", false
}

func russian() []rule {
	return []rule{
		{code: "L06", severity: problem.Error, words: "Белоруссия", hint: "Беларусь; the other name only in quotations", outsideQuotes: true, find: must(`Белорусси`)},
		{code: "L09", severity: problem.Error, words: "ё", hint: "ё is always written", outsideQuotes: true,
			find: must(`(?i)` + before + `(еще|ее|нее|счет|отчет|учет|учета|подсчет|идет|пойдет|придет|найдет|живет|дает|зовет|берет|ведет|причем|почем|чем[ -]то же|весь ее|утвержден|включен|учтен|определен|зачтен|введен|закреплен|подтвержден|могил[е]в\p{L}*|орел|легок|твердо|черн\p{L}+|трех|четырех|партнер\p{L}*|серьезн\p{L}*|объем|прием|заем|самолет|жесткий|надежн\p{L}*)` + after)},
	}
}

func cyrillicSigns() []rule {
	return []rule{
		{code: "L05", severity: problem.Error, words: "straight or foreign quotation marks", hint: "«…», inside them „…“", find: must(`["”]`)},
		{code: "L05", severity: problem.Error, words: "hyphen instead of a dash", hint: "— with spaces", find: must(`\p{L} - \p{L}|\p{L} – \p{L}`)},
		{code: "L05", severity: problem.Error, words: "exclamation mark", hint: "no exclamation marks", outsideQuotes: true, find: must(`!`)},
	}
}

func english() []rule {
	return []rule{
		{code: "L05", severity: problem.Error, words: "straight quotation mark or apostrophe", hint: "“…”, ‘…’, ’", find: must(`["']`)},
		{code: "L05", severity: problem.Error, words: "dash", hint: "– with spaces", find: must(`\p{L} - \p{L}|—`)},
		{code: "L05", severity: problem.Error, words: "exclamation mark", hint: "no exclamation marks", find: must(`!`)},
	}
}

// avoid makes rules from lines "wrong → right"; a line that begins with "?" is
// a warning, because the word is sometimes the right one. A wrong word that ends
// in * stands for every ending.
func avoid(lines string) []rule {
	var out []rule
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		wrong, right, _ := strings.Cut(line, " → ")
		r := rule{code: "L06", severity: problem.Error, words: "better not", hint: "write: " + right, outsideQuotes: true}
		if rest, soft := strings.CutPrefix(wrong, "? "); soft {
			r.code, r.severity, wrong = "L08", problem.Warning, rest
		}
		pattern := regexp.QuoteMeta(strings.TrimSuffix(wrong, "*"))
		end := after
		if strings.HasSuffix(wrong, "*") {
			end = ""
		}
		r.find = must(`(?i)` + before + pattern + end)
		out = append(out, r)
	}
	return out
}
