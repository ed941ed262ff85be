package site

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/content"
	"localvote/locales"
	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/wording"
)

// A slip is one way to spoil a content folder. It returns the file that it has
// spoilt, and "" if there was nothing to spoil.
type slip struct {
	name  string
	place bool // in one place of a file; else the file as a whole is spoilt
	spoil func(r *rand.Rand, files fstest.MapFS) string
}

// perSlip is how often each slip is made, each time in another place.
const perSlip = 6

// mostSaid is how many messages one slip may give. One is what an editor should
// read; a few slips are two mistakes by nature.
const mostSaid = 3

// Whatever an editor does wrong is named with its file, or changes nothing that a
// reader gets: over three hundred mistakes of more than thirty kinds, made in the
// real content in places that a seed chooses. Nothing of it may stop the program.
func TestMistakes(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the whole site for every mistake: not in short runs")
	}
	original := copyOf(t, content.FS)
	others := Files{Locales: wording.Proven(locales.FS), Static: oneIcon}
	sound := imprint(t, buildOf(original, others))
	made, named, harmless := 0, 0, 0
	said := map[int]int{}
	for _, s := range slips {
		t.Run(s.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(len(s.name)), 29102025))
			for n := range perSlip {
				files := clone(original)
				spoilt := s.spoil(r, files)
				if spoilt == "" {
					t.Fatalf("there was nothing to spoil the %d-th time", n+1)
				}
				if made++; same(original, files) {
					t.Fatalf("%s was not spoilt", spoilt)
				}
				built := others
				built.Content = files
				site, problems := Build(built)
				if errors := messages(problems); s.place && len(errors) > 0 {
					said[len(errors)]++
					if len(errors) > mostSaid {
						t.Errorf("one slip in %s gives %d messages:\n%s%s", spoilt, len(errors), strings.Join(errors, "\n"), change(original, files, spoilt))
					}
				}
				switch {
				case problems.Errors() == 0:
					if got := imprint(t, site); got != sound {
						t.Errorf("a mistake in %s goes live, and readers get something else%s", spoilt, change(original, files, spoilt))
					}
					harmless++
				case !slices.ContainsFunc(messages(problems), func(m string) bool { return strings.Contains(m, spoilt) }):
					t.Errorf("a mistake in %s is not found there, but:\n%s%s", spoilt, strings.Join(messages(problems), "\n"), change(original, files, spoilt))
				default:
					named++
				}
			}
		})
	}
	t.Logf("messages for one slip: %v (number of messages: number of slips)", said)
	t.Logf("%d mistakes of %d kinds: %d named with their file, %d without any effect for readers", made, len(slips), named, harmless)
	if made < 300 || len(slips) < 30 {
		t.Errorf("only %d mistakes of %d kinds were made", made, len(slips))
	}
}

func buildOf(files fstest.MapFS, others Files) *Site {
	others.Content = files
	s, _ := Build(others)
	return s
}

func messages[P fmt.Stringer](problems []P) []string {
	var out []string
	for _, p := range problems {
		if strings.Contains(p.String(), ": error ") {
			out = append(out, p.String())
		}
	}
	return out
}

// imprint is a hash over everything that readers get: texts, pages, verdicts,
// sources, places.
func imprint(t *testing.T, s *Site) string {
	t.Helper()
	sum := sha256.New()
	for _, l := range lang.All() {
		s.EachText(l, func(where, text string) { fmt.Fprintln(sum, where, text) })
		for _, p := range s.Book.All() {
			for _, text := range []any{p.Texts[l], p.Easy[l], p.Section, p.Order, p.CheckedOn, p.History} {
				fmt.Fprintf(sum, "%+v\n", text)
			}
		}
	}
	for _, src := range s.Sources.All() {
		fmt.Fprintln(sum, src.ID, src.Kind, src.Seen, src.Dated, src.URL, src.CheckedOn, src.Risk, src.Quote)
	}
	q := s.Questionnaire
	for i := range q.Cards {
		fmt.Fprintln(sum, q.Cards[i].ID, q.Cards[i].Sources)
	}
	for p := range q.Periods {
		q.EachState(p, func(a eligibility.Answers, _ int) { fmt.Fprint(sum, q.Verdicts(p, a)) })
	}
	for _, p := range s.Places.All() {
		fmt.Fprintln(sum, p.ID, p.Names, p.Aliases)
	}
	return string(sum.Sum(nil))
}

func clone(files fstest.MapFS) fstest.MapFS {
	out := fstest.MapFS{}
	for name, f := range files {
		out[name] = &fstest.MapFile{Data: f.Data, Mode: f.Mode}
	}
	return out
}

func same(a, b fstest.MapFS) bool {
	if len(a) != len(b) {
		return false
	}
	for name, f := range a {
		if b[name] == nil || !bytes.Equal(f.Data, b[name].Data) {
			return false
		}
	}
	return true
}

// change shows the first line that differs.
func change(before, after fstest.MapFS, name string) string {
	if before[name] == nil || after[name] == nil {
		return ""
	}
	a, b := strings.Split(string(before[name].Data), "\n"), strings.Split(string(after[name].Data), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("\nline %d\n- %.120s\n+ %.120s", i+1, a[i], b[i])
		}
	}
	return "\nlines added or removed at the end"
}

// anyFile chooses a file whose path fits.
func anyFile(r *rand.Rand, files fstest.MapFS, pattern string) string {
	fits := regexp.MustCompile(pattern)
	var names []string
	for name := range files {
		if fits.MatchString(name) && path.Base(name) != "README.md" && path.Ext(name) != ".json" && !strings.Contains(name, "released/") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return names[r.IntN(len(names))]
}

// replaceOne exchanges one of the matches of find in one of the files; $1 and so
// on stand for what was matched.
func replaceOne(r *rand.Rand, files fstest.MapFS, pattern, find, replacement string) string {
	expression := regexp.MustCompile(find)
	for range 200 {
		name := anyFile(r, files, pattern)
		if name == "" {
			return ""
		}
		data := files[name].Data
		all := expression.FindAllSubmatchIndex(data, -1)
		if len(all) == 0 {
			continue
		}
		m := all[r.IntN(len(all))]
		changed := slices.Clone(data[:m[0]])
		changed = expression.Expand(changed, []byte(replacement), data, m)
		changed = append(changed, data[m[1]:]...)
		if !bytes.Equal(changed, data) {
			files[name] = &fstest.MapFile{Data: changed}
			return name
		}
	}
	return ""
}

// replace is a slip that exchanges words.
func replace(name, pattern, find, replacement string) slip {
	return slip{name, true, func(r *rand.Rand, files fstest.MapFS) string { return replaceOne(r, files, pattern, find, replacement) }}
}

// whole is a slip that spoils a file as a whole.
func whole(name, pattern string, spoil func(r *rand.Rand, data []byte) []byte) slip {
	return slip{name, false, func(r *rand.Rand, files fstest.MapFS) string {
		file := anyFile(r, files, pattern)
		files[file] = &fstest.MapFile{Data: spoil(r, slices.Clone(files[file].Data))}
		return file
	}}
}

// insert puts bytes somewhere into the data.
func insert(r *rand.Rand, data []byte, what string) []byte {
	return slices.Insert(data, r.IntN(len(data)), []byte(what)...)
}

const (
	yamlFile = `\.yaml$`
	markdown = `^pages/.*\.md$`
	cards    = `^eligibility/rules/`
	personas = `^eligibility/personas\.csv$`
	tables   = `\.csv$`
	anyText  = `\.(yaml|md|csv)$`
)

var slips = []slip{
	replace("a typo in the id of a source", `^(eligibility/(rules|steps|asym)|pages/.*page\.yaml|timeline|claims)`, `(sources: \[|: \[)([a-z]+)\.([a-z0-9])`, "${1}${2}.x$3"),
	replace("a typo in a question", cards, `(citizenship|residence|registered|age): \[`, "${1}s: ["),
	replace("a typo in an answer", cards, `\[(permanent|temporary|both|21plus)`, "[${1}x"),
	replace("a typo in a right", cards, `(council_vote|head_vote|council_stand)`, "${1}r"),
	replace("a typo in an effect", cards, `effect: (gr)(ant)|effect: (b)(ar)|effect: (def)(ault)`, "effect: ${1}${3}${5}i${2}${4}${6}"),
	{"an answer exchanged", true, func(r *rand.Rand, files fstest.MapFS) string {
		pairs := [][2]string{{"registered: [no]", "registered: [yes]"}, {"residence: [permanent]", "residence: [temporary]"}, {"citizenship: [by]", "citizenship: [ru]"}, {"citizenship: [ru]", "citizenship: [by]"}, {"third_state: [yes]", "third_state: [no]"}, {"custody: [sentence]", "custody: [remand]"}, {"age: [under18]", "age: [18to20]"}}
		p := pairs[r.IntN(len(pairs))]
		return replaceOne(r, files, cards, regexp.QuoteMeta(p[0]), p[1])
	}},
	replace("an effect exchanged", cards, `effect: (grant|unclear|absent)`, "effect: bar"),
	replace("a right taken away", cards, `rights: \[[a-z_]+, `, "rights: ["),
	replace("a beginning shifted", cards, `from: 2025-10-29`, "from: 2025-11-29"),
	replace("yes turned into true", `^eligibility/.*\.(yaml|csv)$`, `([\[,])yes([\],])`, "${1}true$2"),
	replace("a deleted translation", `^(timeline|claims|voices|glossary|numbers|contacts|sources/)`, `(?m)^ +be: .*\n`, ""),
	replace("a deleted text of the questionnaire", `^eligibility/texts/(ru|be|en)\.yaml$`, `(?m)^[a-z][\w.@-]*: .*\n`, ""),
	replace("a deleted block", `^pages/.*/(be|en)\.md$`, `(?m)^\{#[a-z0-9-]+ @[0-9a-f]+\}\n`, ""),
	replace("another block id", markdown, `(?m)^\{#([a-z])`, "{#x$1"),
	replace("a day that does not exist", yamlFile, `: "?2025-\d\d-\d\d"?`, ": 2025-02-30"),
	replace("a day in the other order", yamlFile, `: "?(20\d\d)-(\d\d)-(\d\d)"?`, ": $3.$2.$1"),
	replace("a persona whose verdict changed", personas, `(?m)^(.*),yes,`, "$1,no,"),
	replace("an unknown word in a persona", personas, `,permanent,`, ",permament,"),
	replace("a cell too many", tables, `(?m)^([^,\n]+),`, "$1,,"),
	replace("quotation marks of a spreadsheet", tables, `(?m)^([a-zA-Z][^"\n]*,[^"\n]*)$`, `"$1"`),
	whole("semicolons for commas", tables, func(_ *rand.Rand, data []byte) []byte { return bytes.ReplaceAll(data, []byte(","), []byte(";")) }),
	replace("a quotation mark inside a cell", tables, `(?m)^([a-zA-Z][^,\n]*),`, `$1" x,`),
	{"a key that stands twice", true, func(r *rand.Rand, files fstest.MapFS) string {
		return replaceOne(r, files, yamlFile, `(?m)^( +)([a-z_]+): (.*)$`, "$1$2: $3\n$1$2: $3")
	}},
	replace("an unknown field", yamlFile, `(?m)^( +)(sources|kind|title|effect|rights|seen|checked_on): `, "$1$2$2: "),
	replace("a tab for blanks", yamlFile, `(?m)^    ([a-z_]+:)`, "\t$1"),
	replace("a line indented too far", yamlFile, `(?m)^    ([a-z_]+: \S)`, "       $1"),
	replace("a quotation mark that is not closed", yamlFile, `: "([^"\n]+)"\n`, ": \"$1\n"),
	replace("a bracket that is not closed", yamlFile, `: \[([^\]\n]+)\]`, ": [$1"),
	whole("a second document", yamlFile, func(_ *rand.Rand, data []byte) []byte { return append(data, "---\nx: y\n"...) }),
	whole("a byte order mark", anyText, func(_ *rand.Rand, data []byte) []byte { return append([]byte("\ufeff"), data...) }),
	whole("line ends of Windows", anyText, func(_ *rand.Rand, data []byte) []byte {
		return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
	}),
	whole("no line end at the end", anyText, func(_ *rand.Rand, data []byte) []byte { return bytes.TrimRight(data, "\n") }),
	whole("an empty file", anyText, func(*rand.Rand, []byte) []byte { return nil }),
	whole("half a file", anyText, func(r *rand.Rand, data []byte) []byte { return data[:len(data)/2+r.IntN(len(data)/4)] }),
	whole("a picture in place of a text", anyText, func(r *rand.Rand, _ []byte) []byte {
		data := []byte("\x89PNG\r\n\x1a\n")
		for range 5000 {
			data = append(data, byte(r.IntN(256)))
		}
		return data
	}),
	whole("broken UTF-8", `(texts/(ru|be)\.yaml|(ru|be)\.md|^sources/.*|places\.csv)$`, func(r *rand.Rand, data []byte) []byte {
		at := bytes.IndexAny(data[len(data)/4:], "абвеоанст") + len(data)/4
		return slices.Delete(data, at, at+1) // half a letter
	}),
	whole("a file saved as Windows-1251", `(/(ru|be)\.md|texts/(ru|be)\.yaml|^sources/.*)$`, func(_ *rand.Rand, data []byte) []byte {
		var out []byte
		for _, letter := range string(data) {
			switch {
			case letter >= 'А' && letter <= 'я':
				out = append(out, byte(letter-'А'+0xC0))
			case letter < 128:
				out = append(out, byte(letter))
			default:
				out = append(out, '?')
			}
		}
		return out
	}),
	whole("a zero byte", anyText, func(r *rand.Rand, data []byte) []byte { return insert(r, data, "\x00") }),
	whole("a huge file", anyText, func(_ *rand.Rand, data []byte) []byte {
		return bytes.Repeat(append(data, '\n'), 1+(24<<20)/(len(data)+1))
	}),
	whole("marks of two versions", anyText, func(_ *rand.Rand, data []byte) []byte {
		lines := strings.SplitAfter(string(data), "\n")
		at := len(lines) / 2
		return []byte(strings.Join(lines[:at], "") + "<<<<<<< mine\n" + lines[at] + "=======\n" + lines[at] + ">>>>>>> theirs\n" + strings.Join(lines[at+1:], ""))
	}),
	whole("a YAML bomb", yamlFile, func(*rand.Rand, []byte) []byte {
		bomb := "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
		for n := range 30 {
			bomb += fmt.Sprintf("a%d: &a%d [%s]\n", n+1, n+1, strings.Repeat("*a"+strconv.Itoa(n)+", ", 9)+"x")
		}
		return []byte(bomb)
	}),
	whole("brackets without end", yamlFile, func(*rand.Rand, []byte) []byte { return []byte("a: " + strings.Repeat("[", 50000)) }),
	replace("an alias", yamlFile, `: "([^"\n]+)"\n`, ": *all\n"),
	{"a place that lies in itself", true, func(r *rand.Rand, files fstest.MapFS) string {
		return replaceOne(r, files, `^places/places\.csv$`, `(?m)^((?:by|ru)-[a-z-]+),(by|ru),([a-z-]+),((?:by|ru)-[a-z-]+),`, "$1,$2,$3,$1,")
	}},
	replace("a list that includes a file outside", markdown, `(?m)^\{\{include [a-z-]+\}\}`, "{{include ../../../../etc/passwd}}"),
	replace("a link to a file outside", markdown, `\]\(page:[a-z-]+`, "](page:../../../etc/passwd"),
	replace("an address in a text", markdown, `\]\(page:[a-z#-]+\)`, "](https://example.org/)"),
	replace("a script in a text", markdown, `(?m)^(\{#[^}]+\})\n`, "$1\n<script>alert(1)</script>\n"),
	replace("a year in digits", markdown, `\{\{(date|year) [a-z-]+\}\}`, "29 октября 2025"),
	replace("an unknown fact", markdown, `\{\{(date|year|number) ([a-z-]+)\}\}`, "{{$1 x$2}}"),
	replace("a link in one language only", `^pages/.*/(be|en)\.md$`, `\]\(page:[a-z-]+(#[a-z0-9-]+)?\)`, "](page:privacy)"),
	replace("a letter of another alphabet", `^pages/.*/(ru|be)\.md$`, `(\p{Cyrillic}{3})а(\p{Cyrillic})`, "${1}a$2"), // a Latin a
	replace("a block without sources", `^pages/.*/page\.yaml$`, `(?m)^  [a-z0-9-]+: \[[^\]]+\]\n`, ""),
	replace("an empty list of sources", `^(eligibility/(rules|steps)|timeline|claims|voices)`, `sources: \[[^\]]+\]`, "sources: []"),
	replace("an address that is none", `^sources/`, `url: "https://`, `url: "javascript:`),
	{"a file that is gone", false, func(r *rand.Rand, files fstest.MapFS) string {
		name := anyFile(r, files, anyText)
		for strings.HasSuffix(name, ".easy.md") || strings.HasPrefix(name, "sources/") || strings.HasPrefix(name, "facts/") {
			name = anyFile(r, files, anyText) // those are told where they are missing
		}
		delete(files, name)
		return name
	}},
	{"a folder in place of a file", false, func(r *rand.Rand, files fstest.MapFS) string {
		name := anyFile(r, files, `^(pages/.*/(ru|be|en)\.md|[a-z]+\.yaml|eligibility/[a-z]+\.yaml)$`)
		data := files[name].Data
		delete(files, name)
		files[name+"/"+path.Base(name)] = &fstest.MapFile{Data: data}
		return name
	}},
	{"a card that stands twice", true, func(r *rand.Rand, files fstest.MapFS) string {
		name := anyFile(r, files, cards)
		parts := strings.Split(string(files[name].Data), "\n\n")
		for {
			if n := r.IntN(len(parts)); strings.Contains(parts[n], "- id: ") {
				parts = append(parts, strings.TrimRight(parts[n], "\n")+"\n")
				break
			}
		}
		parts[len(parts)-2] = strings.TrimRight(parts[len(parts)-2], "\n")
		files[name] = &fstest.MapFile{Data: []byte(strings.Join(parts, "\n\n"))}
		return name
	}},
	{"a card that is gone", true, func(r *rand.Rand, files fstest.MapFS) string {
		name := anyFile(r, files, cards)
		parts := strings.Split(string(files[name].Data), "\n\n")
		for {
			if n := 1 + r.IntN(len(parts)-1); strings.Contains(parts[n], "- id: ") {
				files[name] = &fstest.MapFile{Data: []byte(strings.Join(slices.Delete(parts, n, n+1), "\n\n"))}
				return name
			}
		}
	}},
}

// Places that cannot be read are said once, not for every short address and every
// link in a text that leads to one of them.
func TestPlacesUnread(t *testing.T) {
	original := copyOf(t, content.FS)
	for name, data := range map[string]string{"places/kinds.yaml": "kinds: [", "places/places.csv": "\""} {
		files := clone(original)
		files[name] = &fstest.MapFile{Data: []byte(data)}
		_, problems := Build(Files{Content: files, Locales: wording.Proven(locales.FS), Static: oneIcon})
		if errors := messages(problems); len(errors) == 0 || len(errors) > mostSaid {
			t.Errorf("%s: %d messages:\n%.500s", name, len(errors), strings.Join(errors, "\n"))
		}
	}
}

// What an editor's program leaves behind does no harm, and a link out of the
// folder leads nowhere.
func TestStrangeFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.FS); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{".DS_Store", "pages/.swp", "sources/russia.yaml~", "desktop.ini"} {
		if err := os.WriteFile(path.Join(dir, name), []byte("\x00\x01"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/passwd", path.Join(dir, "sources", "zz.yaml")); err != nil {
		t.Fatal(err)
	}
	_, problems := Build(Files{Content: os.DirFS(dir), Locales: wording.Proven(locales.FS), Static: oneIcon})
	for _, p := range problems {
		if p.Severity == "error" && p.Pos.File != "sources/zz.yaml" {
			t.Error(p)
		}
		if strings.Contains(p.String(), "root:") {
			t.Errorf("a file outside is shown: %s", p)
		}
	}
}
