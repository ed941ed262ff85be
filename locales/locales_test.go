package locales_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/template"

	"github.com/BurntSushi/toml"

	"localvote/locales"
)

// reserved are names that go-i18n keeps for itself; no part of a key may have one.
var reserved = []string{
	"id", "description", "hash", "leftdelim", "rightdelim",
	"zero", "one", "two", "few", "many", "other",
}

var plurals = map[string][]string{
	"ru": {"few", "many", "one", "other"},
	"be": {"few", "many", "one", "other"},
	"en": {"one", "other"},
}

// A message is its plural forms; a plain string has the one form "".
type message map[string]string

func load(t *testing.T, lang string) map[string]message {
	t.Helper()
	data, err := locales.FS.ReadFile(lang + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		t.Fatalf("%s.toml: %v", lang, err)
	}
	messages := map[string]message{}
	flatten(t, messages, "", tree)
	return messages
}

func flatten(t *testing.T, into map[string]message, prefix string, tree map[string]any) {
	t.Helper()
	for name, value := range tree {
		key := strings.TrimPrefix(prefix+"."+name, ".")
		switch value := value.(type) {
		case string:
			into[key] = message{"": value}
		case map[string]any:
			if forms, ok := pluralForms(value); ok {
				into[key] = forms
				continue
			}
			flatten(t, into, key, value)
		default:
			t.Errorf("%s: want words, got %T", key, value)
		}
	}
}

func pluralForms(table map[string]any) (message, bool) {
	forms := message{}
	for name, value := range table {
		words, ok := value.(string)
		if !ok || !slices.Contains([]string{"one", "few", "many", "other"}, name) {
			return nil, false
		}
		forms[name] = words
	}
	return forms, true
}

var placeholder = regexp.MustCompile(`\{\{\.(\w+)\}\}`)

func placeholders(m message) []string {
	var names []string
	for _, words := range m {
		for _, match := range placeholder.FindAllStringSubmatch(words, -1) {
			names = append(names, match[1])
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestLanguagesSayTheSame(t *testing.T) {
	english := load(t, "en")
	for _, lang := range []string{"ru", "be"} {
		messages := load(t, lang)
		for key := range english {
			if _, ok := messages[key]; !ok {
				t.Errorf("%s.toml lacks %s", lang, key)
			}
		}
		for key, m := range messages {
			other, ok := english[key]
			if !ok {
				t.Errorf("en.toml lacks %s", key)
				continue
			}
			if got, want := placeholders(m), placeholders(other); !slices.Equal(got, want) {
				t.Errorf("%s.toml: %s has placeholders %v, en.toml has %v", lang, key, got, want)
			}
		}
	}
}

func TestKeysAvoidReservedNames(t *testing.T) {
	for key := range load(t, "en") {
		for name := range strings.SplitSeq(key, ".") {
			if slices.Contains(reserved, name) {
				t.Errorf("%s: %q is a name that go-i18n keeps for itself", key, name)
			}
		}
	}
}

func TestPluralFormsAreComplete(t *testing.T) {
	for lang, want := range plurals {
		for key, m := range load(t, lang) {
			if _, plain := m[""]; plain {
				continue
			}
			var got []string
			for form := range m {
				got = append(got, form)
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s.toml: %s has the forms %v, want %v", lang, key, got, want)
			}
		}
	}
}

func TestMessagesAreTemplates(t *testing.T) {
	for lang := range plurals {
		forEachMessage(t, lang, func(where, words string) {
			if _, err := template.New(where).Parse(words); err != nil {
				t.Error(err)
			}
		})
	}
}

// letterRules are slips that the eye passes over. Neither у nor ў may stand beside
// a placeholder, whose sound is not known.
var letterRules = []struct {
	lang  string
	wrong *regexp.Regexp
	why   string
}{
	{"ru", regexp.MustCompile(`[іўІЎ]`), "a Belarusian letter"},
	{"ru", regexp.MustCompile(`(?i)\b(еще|все-таки|ее|четко)\b`), "е instead of ё"},
	{"be", regexp.MustCompile(`[ищъИЩЪ]`), "a letter that Belarusian does not have"},
	{"be", regexp.MustCompile(`[аеёіоуыэюяАЕЁІОУЫЭЮЯ] у`), "у after a vowel"},
	{"be", regexp.MustCompile(`^[ўЎ]|[^аеёіоуыэюяАЕЁІОУЫЭЮЯ» ][ўЎ]|[^аеёіоуыэюяАЕЁІОУЫЭЮЯ»] [ўЎ]`), "ў not after a vowel"},
	{"be", regexp.MustCompile(`\}\} ?[уўУЎ]|(^| )[уўУЎ] \{\{`), "у or ў beside a placeholder"},
	{"be", regexp.MustCompile(`(сь|зь|нь|ць)[бвгджзклмнпрстфхцчш]`), "a soft sign of the classical spelling"},
	{"be", regexp.MustCompile(`ться|тся`), "a Russian ending"},
	{"ru be", regexp.MustCompile(`[a-zA-Z][а-яёіўА-ЯЁІЎ]|[а-яёіўА-ЯЁІЎ][a-zA-Z]`), "Latin and Cyrillic in one word"},
	{"ru be en", regexp.MustCompile(`[\x{00a0}\x{202f}]`), "a no-break space: these are added when a page is drawn"},
	{"ru be en", regexp.MustCompile(`["'!]`), "a straight quote or an exclamation mark"},
	{"ru be en", regexp.MustCompile(`  `), "two spaces"},
}

func TestLettersBelongToTheLanguage(t *testing.T) {
	for _, rule := range letterRules {
		for _, lang := range strings.Fields(rule.lang) {
			forEachMessage(t, lang, func(where, words string) {
				bare := words
				if rule.why == "Latin and Cyrillic in one word" {
					bare = placeholder.ReplaceAllString(words, "")
				}
				if found := rule.wrong.FindString(bare); found != "" {
					t.Errorf("%s: %q: %s (%q)", where, words, rule.why, found)
				}
			})
		}
	}
}

func forEachMessage(t *testing.T, lang string, do func(where, words string)) {
	t.Helper()
	for key, m := range load(t, lang) {
		for form, words := range m {
			do(strings.TrimSuffix(fmt.Sprintf("%s.toml: %s.%s", lang, key, form), "."), words)
		}
	}
}
