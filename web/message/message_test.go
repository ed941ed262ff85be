package message_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/wording"
)

var translated = []lang.Lang{lang.RU, lang.BE}

// spoken finds every English sentence in the code that may be said in another
// language, and where it stands.
func spoken(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, root := range []string{"../../web", "../../cmd"} {
		err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if at := formatOf(call); at >= 0 && at < len(call.Args) {
						where := set.Position(call.Pos()).String()
						format, ok := literal(call.Args[at])
						if !ok {
							t.Errorf("%s: the sentence must be written out here, or nobody can translate it", where)
						}
						out[format] = where
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

var code = regexp.MustCompile(`^"[A-Z][0-9]{2,3}"$`)

// formatOf tells which argument of a call is a sentence of the tools; -1 if none.
func formatOf(call *ast.CallExpr) int {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return -1
	}
	pkg := ""
	if x, ok := selector.X.(*ast.Ident); ok {
		pkg = x.Name
	}
	ours := pkg == "message" || pkg == "say"
	switch name := selector.Sel.Name; {
	case name == "Hint" && len(call.Args) > 0:
		return 0
	case ours && (name == "New" || name == "Fail"):
		return 0
	case ours && (name == "Sprintf" || name == "Errorf"):
		return 1
	case ours && name == "Fprintf":
		return 2
	case name == "Errorf" || name == "Warnf":
		for i := range min(2, len(call.Args)) {
			if word, ok := call.Args[i].(*ast.BasicLit); ok && code.MatchString(word.Value) {
				return i + 1
			}
		}
	}
	return -1
}

// literal is the value of a text that is written out, possibly in pieces.
func literal(x ast.Expr) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok := literal(x.X)
		b, ok2 := literal(x.Y)
		return a + b, ok && ok2
	case *ast.ParenExpr:
		return literal(x.X)
	}
	return "", false
}

// Everything that the tools say can be said in Russian and Belarusian; nothing is
// translated that nobody says; the same values are filled in.
func TestEverythingIsTranslated(t *testing.T) {
	said := spoken(t)
	if len(said) < 200 {
		t.Fatalf("only %d sentences found", len(said))
	}
	for _, l := range translated {
		table := message.Table(l)
		for format, where := range said {
			words, ok := table[format]
			switch {
			case onlySigns(format):
			case !ok:
				t.Errorf("locales/tools/%s.toml lacks %q (%s)", l, format, where)
			case !slices.Equal(verbs(t, format), verbs(t, words)):
				t.Errorf("locales/tools/%s.toml: %q and %q take different values", l, format, words)
			case strings.HasSuffix(format, "\n") != strings.HasSuffix(words, "\n"):
				t.Errorf("locales/tools/%s.toml: %q ends with a new line in one language only", l, format)
			}
		}
		for format := range table {
			if _, ok := said[format]; !ok {
				t.Errorf("locales/tools/%s.toml: nobody says %q", l, format)
			}
		}
	}
}

// onlySigns tells whether there is nothing to translate: "%s: %s".
func onlySigns(format string) bool {
	return !regexp.MustCompile(`\p{L}`).MatchString(verb.ReplaceAllString(format, ""))
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])`)

// verbs lists what a format does with each of its values, in their order.
func verbs(t *testing.T, format string) []string {
	t.Helper()
	var out []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		out = append(out, strconv.Itoa(next)+m[2])
		next++
	}
	slices.Sort(out)
	return out
}

// The translations are proof-read as all other texts.
func TestProofReading(t *testing.T) {
	name := regexp.MustCompile("`[^`]*`|\"[^\"]*\"|\\{\\{?[^}]*\\}\\}?|[\\w./#-]*[a-z_]+\\.(?:yaml|csv|md|toml|txt)|" + verb.String())
	for _, l := range translated {
		for format, words := range message.Table(l) {
			for _, f := range wording.Check(l, name.ReplaceAllString(words, "0")) {
				if f.Severity == "error" && f.Code != "L05" { // quotes may stand around what a file says
					t.Errorf("%s: %q: %s %s", l, words, f.Code, f.Words)
				}
			}
			if l == lang.BE && words == message.Table(lang.RU)[format] && regexp.MustCompile(`\p{Cyrillic}{4}`).MatchString(words) {
				t.Logf("the same in Russian and Belarusian: %q", words)
			}
		}
	}
}

func TestIn(t *testing.T) {
	inner := message.New("did you mean %q?", "age")
	outer := message.New("hint: %s", inner)
	if got := outer.String(); got != `hint: did you mean "age"?` {
		t.Error(got)
	}
	if got := outer.In(lang.RU); !strings.Contains(got, `"age"`) || strings.Contains(got, "mean") {
		t.Error(got)
	}
	if got := message.New("100% of something").In(lang.BE); got != "100% of something" {
		t.Error(got)
	}
	if err := message.Errorf(lang.EN, "cannot read %s: %v", "x", fs.ErrNotExist); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}
