package site

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/spelling"
)

// Spelling asks hunspell for words that neither it nor words/*.txt knows, and says
// in which file each one stands first. It returns spelling.ErrMissing if hunspell
// or a dictionary is not installed.
func (s *Site) Spelling(files Files) (problem.List, error) {
	lists := map[lang.Lang]string{}
	for _, l := range lang.All() {
		data, err := fs.ReadFile(files.Content, wordList(l))
		if err != nil {
			return problem.List{missingList(l, err)}, nil
		}
		lists[l] = string(data)
	}
	checker := spelling.New(lists)
	found := make([]problem.List, len(lang.All()))
	failed := make([]error, len(lang.All()))
	var all sync.WaitGroup
	for i, l := range lang.All() {
		all.Go(func() { found[i], failed[i] = s.spell(checker, files, l) })
	}
	all.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return slices.Concat(found...).Sort(), nil
}

func wordList(l lang.Lang) string { return "words/" + string(l) + ".txt" }

func missingList(l lang.Lang, err error) problem.Problem {
	var list problem.List
	list.Errorf(problem.Pos{File: wordList(l)}, "S02", "cannot read the file: %s", problem.Cause(err)).Hint("every language has a list of its own words; it may be empty")
	return list[0]
}

func (s *Site) spell(checker *spelling.Checker, files Files, l lang.Lang) (problem.List, error) {
	var all strings.Builder
	s.EachText(l, func(_, text string) { all.WriteString(text + "\n") })
	unknown, err := checker.Unknown(l, all.String())
	if err != nil {
		return nil, err
	}
	var list problem.List
	if len(unknown) > 0 {
		near, err := checker.Suggest(l, unknown)
		if err != nil {
			return nil, err
		}
		books := textsIn(files, l)
		for _, word := range unknown {
			added := list.Warnf(locate(books, word), "S01", "the dictionary of the language does not know the word “%s”", word)
			if suggestion := near[word]; suggestion != "" {
				added.Hint("did you mean “%s”? If the word is right, add it to %s", suggestion, wordList(l))
			} else {
				added.Hint("mend it; if it is right, add it to %s", wordList(l))
			}
		}
	}
	text := strings.ToLower(all.String())
	for _, word := range checker.Own(l) {
		if !strings.Contains(text, strings.ToLower(word)) {
			list.Warnf(locate([]textFile{{wordList(l), lists(files, l)}}, word), "S02", "no text uses the word “%s”", word).Hint("delete the line")
		}
	}
	return list, nil
}

func lists(files Files, l lang.Lang) string {
	data, _ := fs.ReadFile(files.Content, wordList(l))
	return string(data)
}

// A textFile is a file that may hold words of a language.
type textFile struct{ name, text string }

// textsIn lists the files of the content, those of one language alone first.
func textsIn(files Files, l lang.Lang) []textFile {
	var own, shared []textFile
	read := func(fsys fs.FS, folder string) {
		_ = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasPrefix(name, "words/") {
				return nil // what cannot be read is reported elsewhere
			}
			kind, others := path.Ext(name), false
			for _, other := range lang.All() {
				others = others || other != l && strings.HasPrefix(path.Base(name), string(other)+".")
			}
			if others || !slices.Contains([]string{".md", ".yaml", ".csv", ".toml"}, kind) || path.Base(name) == "README.md" {
				return nil
			}
			data, err := fs.ReadFile(fsys, name)
			if err != nil {
				return nil
			}
			file := textFile{folder + name, unprinted.Replace(string(data))}
			if strings.HasPrefix(path.Base(name), string(l)+".") {
				own = append(own, file)
			} else {
				shared = append(shared, file)
			}
			return nil
		})
	}
	read(files.Content, "")
	read(files.Locales, "locales/")
	return append(own, shared...)
}

var unprinted = strings.NewReplacer("\u00a0", " ", "\u2011", "-", "\u2060", "", "\u202f", " ")

// locate finds where a word stands first, as a whole word.
func locate(books []textFile, word string) problem.Pos {
	whole := regexp.MustCompile(`(?:^|[^\p{L}’])(` + regexp.QuoteMeta(word) + `)(?:$|[^\p{L}’])`)
	for _, book := range books {
		m := whole.FindStringSubmatchIndex(book.text)
		if m == nil {
			continue
		}
		before := book.text[:m[2]]
		line := before[strings.LastIndexByte(before, '\n')+1:]
		return problem.Pos{File: book.name, Line: 1 + strings.Count(before, "\n"), Col: 1 + utf8.RuneCountInString(line)}
	}
	return problem.Pos{File: "words"} // put together from pieces: nothing to point at
}
