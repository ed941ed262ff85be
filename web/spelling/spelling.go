// Package spelling asks hunspell for words that it does not know, with a list of
// the project's own names and terms beside the dictionaries. It is for checks
// and tests; the server does not need it.
package spelling

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"localvote/web/lang"
)

// ErrMissing says that hunspell or one of its dictionaries is not installed.
var ErrMissing = errors.New("hunspell with be_BY, ru_RU and en_GB is not installed (Debian: hunspell hunspell-be hunspell-ru hunspell-en-gb)")

var dictionaries = map[lang.Lang]string{lang.RU: "ru_RU", lang.BE: "be_BY", lang.EN: "en_GB"}

// A Checker knows the project's own words, which are names and terms only.
type Checker struct {
	own map[lang.Lang]map[string]bool
}

// New makes a checker. Lists hold one word a line; # begins a comment. A word in
// small letters also stands for its form with a capital.
func New(lists map[lang.Lang]string) *Checker {
	c := &Checker{own: map[lang.Lang]map[string]bool{}}
	for l, list := range lists {
		c.own[l] = map[string]bool{}
		for line := range strings.Lines(list) {
			line, _, _ = strings.Cut(line, "#")
			if word := strings.TrimSpace(line); word != "" {
				c.own[l][word] = true
			}
		}
	}
	return c
}

// Own lists the project's own words in a language.
func (c *Checker) Own(l lang.Lang) []string {
	var out []string
	for word := range c.own[l] {
		out = append(out, word)
	}
	slices.Sort(out)
	return out
}

// Unknown lists the words of a text that neither hunspell nor the project's own
// list knows, in alphabetical order. Words of another alphabet than the
// language's are left out: they are marked as such elsewhere.
func (c *Checker) Unknown(l lang.Lang, text string) ([]string, error) {
	text = hostName.ReplaceAllString(plain(text), " ")
	if l == lang.BE {
		text = title.ReplaceAllString(text, "«»") // titles keep the language that they have
	}
	out, err := hunspell(l, "-l", text)
	if err != nil {
		return nil, err
	}
	var unknown []string
	for _, word := range strings.Fields(out) {
		word = strings.ReplaceAll(word, "'", "’")
		if utf8.RuneCountInString(word) == 1 || c.foreign(l, word) || c.known(l, word) {
			continue
		}
		unknown = append(unknown, word)
	}
	slices.Sort(unknown)
	return slices.Compact(unknown), nil
}

// hunspell runs the program in one of its modes.
func hunspell(l lang.Lang, mode, text string) (string, error) {
	cmd := exec.Command("hunspell", "-i", "utf-8", "-d", dictionaries[l], mode)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(text)
	var out, errOut bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errOut
	if err := cmd.Run(); err != nil || strings.Contains(errOut.String(), "Can't open") {
		if errors.Is(err, exec.ErrNotFound) || strings.Contains(errOut.String(), "Can't open") {
			return "", ErrMissing
		}
		return "", fmt.Errorf("run hunspell: %w: %s", err, errOut.String())
	}
	return out.String(), nil
}

// mostSuggested is for how many words a suggestion is asked for: hunspell takes
// its time, and somebody with more mistakes has saved the file in a wrong way.
const mostSuggested = 50

// Suggest gives for words that hunspell does not know the one that it thinks was
// meant; words without an idea are left out.
func (c *Checker) Suggest(l lang.Lang, words []string) (map[string]string, error) {
	words = words[:min(len(words), mostSuggested)]
	// ^ keeps a word from being read as a command (the protocol of ispell -a).
	out, err := hunspell(l, "-a", "^"+plain(strings.Join(words, "\n^"))+"\n")
	if err != nil {
		return nil, err
	}
	near := map[string]string{}
	for line := range strings.Lines(out) {
		// "& word 3 0: first, second, third"
		fields, list, found := strings.Cut(strings.TrimSpace(line), ": ")
		if f := strings.Fields(fields); found && len(f) == 4 && f[0] == "&" {
			first, _, _ := strings.Cut(list, ", ")
			near[strings.ReplaceAll(f[1], "'", "’")] = strings.ReplaceAll(first, "'", "’")
		}
	}
	return near, nil
}

var (
	hostName = regexp.MustCompile(`[\p{L}\d-]+(\.[\p{L}\d-]+)+`)
	title    = regexp.MustCompile(`«[^»]*»`)
)

// plain undoes what printers do and hunspell does not understand: its Belarusian
// and English dictionaries write the apostrophe as '.
func plain(text string) string {
	return strings.NewReplacer("’", "'", "\u00a0", " ", "\u2011", "-", "\u2060", "", "\u202f", " ", "\u0301", "").Replace(text)
}

func (c *Checker) known(l lang.Lang, word string) bool {
	word = strings.TrimSuffix(word, "’s")
	return c.own[l][word] || c.own[l][strings.ToLower(word)]
}

// foreign tells whether a word is written in another alphabet than its language.
func (c *Checker) foreign(l lang.Lang, word string) bool {
	script := unicode.Cyrillic
	if l == lang.EN {
		script = unicode.Latin
	}
	return !strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(script, r) })
}
