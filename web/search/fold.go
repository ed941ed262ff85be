package search

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// latin writes Cyrillic letters so that the Russian, the Belarusian and the usual
// Latin spellings of one name come out the same or nearly so: no soft signs, г
// and х both as h, е and ё both as e.
var latin = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "h", 'ґ': "h", 'д': "d", 'е': "e", 'ё': "e", 'ж': "zh", 'з': "z",
	'и': "i", 'і': "i", 'й': "i", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r",
	'с': "s", 'т': "t", 'у': "u", 'ў': "u", 'ф': "f", 'х': "h", 'ц': "c", 'ч': "ch", 'ш': "sh", 'щ': "sh",
	'ъ': "", 'ы': "i", 'ь': "", 'э': "e", 'ю': "u", 'я': "a",
	'č': "ch", 'š': "sh", 'ž': "zh", 'ł': "l", 'ß': "s", 'g': "h", 'y': "i", 'j': "i", 'x': "ks", 'q': "k",
}

// digraphs are ways to write one sound with Latin letters. The order matters.
var digraphs = strings.NewReplacer(
	"shch", "sh", "sch", "sh", "tsh", "ch", "kh", "h", "hh", "h", "ts", "c", "tz", "c", "sz", "sh", "cz", "ch", "ck", "k", "ph", "f",
	"ia", "a", "ie", "e", "io", "o", "iu", "u",
)

// generic are words that say what kind of place is meant, in any language, and
// the one form that stands for all of them.
var generic = map[string]string{
	"район": "raon", "раён": "raon", "раен": "raon", "рн": "raon", "district": "raon", "raion": "raon", "rajon": "raon", "rayon": "raon",
	"область": "oblast", "вобласць": "oblast", "вобласть": "oblast", "обл": "oblast", "вобл": "oblast", "oblast": "oblast", "oblasc": "oblast",
	"voblasc": "oblast", "voblasć": "oblast", "region": "oblast", "рэгіён": "oblast", "регион": "oblast",
	"край": "krai", "kray": "krai", "krai": "krai", "territory": "krai",
	"республика": "respublika", "рэспубліка": "respublika", "респ": "respublika", "republic": "respublika",
	"округ": "okrug", "акруга": "okrug", "okrug": "okrug",
}

// noise are words before a name that say nothing: "г. Орша".
var noise = map[string]bool{"г": true, "гор": true, "город": true, "горад": true, "city": true, "town": true, "of": true}

var (
	district = regexp.MustCompile(`(^|[^\p{L}])р-?н(а)?($|[^\p{L}])`)
	cityDot  = regexp.MustCompile(`^\s*г\.`)
)

// Key folds a name to the form under which it is kept and looked for: small
// Latin letters and single spaces. Keys are compared by likeness, so they need
// not be the same for every spelling, but near.
func Key(name string) string {
	name = strings.ToLower(norm.NFC.String(name))
	name = cityDot.ReplaceAllString(name, " ")
	name = district.ReplaceAllString(name, "$1 рн $3")
	words := strings.FieldsFunc(dropApostrophes(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
	var keys []string
	for i, word := range words {
		if noise[word] && len(words) > 1 && (i == 0 || word == "of" || word == "city" || word == "town") {
			continue
		}
		if key := wordKey(word); key != "" {
			keys = append(keys, key)
		}
	}
	return strings.Join(keys, " ")
}

func wordKey(word string) string {
	if g, ok := generic[word]; ok {
		return g
	}
	var out strings.Builder
	for i, r := range word {
		switch s, known := latin[r]; {
		case known:
			out.WriteString(s)
		case r == 'w' && (i == 0 || vowelFollows(word[i+1:])):
			out.WriteByte('v')
		case r == 'w':
			out.WriteByte('u')
		default:
			out.WriteRune(r)
		}
	}
	return single(digraphs.Replace(single(plain(out.String()))))
}

func vowelFollows(rest string) bool {
	return rest != "" && strings.ContainsRune("aeiouáéíóú", rune(rest[0]))
}

// plain takes the marks off Latin letters.
func plain(s string) string {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 0x80
	}
	if ascii {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// single makes one letter of doubled ones: Rossiya, Одесса.
func single(s string) string {
	var out strings.Builder
	last := rune(-1)
	for _, r := range s {
		if r != last {
			out.WriteRune(r)
		}
		last = r
	}
	return out.String()
}

// apostrophes are all the signs that are typed for the Belarusian one.
const apostrophes = "'’ʼ‘`´′"

func dropApostrophes(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(apostrophes, r) {
			return -1
		}
		return r
	}, s)
}

// light folds running text only so far that words typed on the neighbour's
// keyboard are found: ё as е, ў as у, і as и, no apostrophes.
var light = strings.NewReplacer("ё", "е", "ў", "у", "і", "и", "ґ", "г")

// Words splits a text into folded words.
func Words(text string) []string {
	text = light.Replace(strings.ToLower(norm.NFC.String(dropApostrophes(text))))
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) })
}

// stem cuts off what is probably an ending. It is rough on purpose: the same for
// three languages, and only used to begin a word with.
func stem(word string) string {
	letters := []rune(word)
	switch n := len(letters); {
	case n >= 8:
		return string(letters[:n-3])
	case n >= 6:
		return string(letters[:n-2])
	case n == 5:
		return string(letters[:4])
	}
	return word
}
