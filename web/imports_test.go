package web_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ours says which packages of this module a package may import. A package that
// is not here has not found its place in the house yet: put it into the table.
var ours = map[string]string{
	"cmd/localvote": "web web/... content locales static",
	"cmd/bench":     "content web/page",
	"cmd/trial":     "web/store web/hostile",
	"web":           "web/... templates",
	"web/dataset":   "web/site web/eligibility web/record web/source web/place web/lang",
	"web/preview":   "web web/site web/page web/problem web/message web/lang",
	"web/site": "templates web/page web/place web/search web/record web/short web/source web/eligibility web/catalog web/asset " +
		"web/wording web/spelling web/typography web/yamldoc web/message web/problem web/lang",

	// Readers of content: the leaves, and sources, which all of them cite.
	"web/page":        "web/lang web/message web/problem web/yamldoc web/typography web/wording web/source",
	"web/place":       "web/lang web/message web/problem web/yamldoc web/source web/eligibility",
	"web/search":      "web/lang",
	"web/feed":        "web/lang",
	"web/calendar":    "web/lang",
	"web/short":       "web/lang web/problem",
	"web/export":      "web/lang",
	"web/record":      "web/lang web/message web/problem web/yamldoc web/typography web/wording web/source",
	"web/source":      "web/lang web/message web/problem web/yamldoc web/typography web/wording",
	"web/eligibility": "web/lang web/message web/problem web/yamldoc web/wording",
	"web/catalog":     "web/lang web/message web/problem web/typography web/wording",

	// Leaves, and what is hardly more.
	"web/wording":    "web/lang web/message web/problem",
	"web/spelling":   "web/lang",
	"web/typography": "web/lang",
	"web/yamldoc":    "web/lang web/message web/problem",
	"web/schema":     "web/yamldoc web/problem",
	"web/format":     "web/page web/yamldoc web/typography web/lang",
	"web/citation":   "web/lang",
	"web/onefile":    "web/lang",
	"web/quotation":  "",
	"web/linked":     "web/lang",
	"web/openapi":    "",
	"templates":      "web/lang",
	"web/problem":    "web/lang web/message",
	"web/message":    "web/lang locales",
	"web/lang":       "",
	"web/guard":      "",
	"web/hostile":    "", // for tests and cmd/trial
	"web/store":      "",
	"web/metrics":    "",
	"web/version":    "",
	"web/links":      "",
	"web/palette":    "",
	"web/asset":      "web/document web/sheet",
	"web/sheet":      "",
	"web/document":   "",
	"web/qr":         "",
	"web/card":       "",
	"web/webtest":    "",
	"web/e2e":        "",
	"content":        "",
	"locales":        "",
	"static":         "",
}

// only says who may use a library, and which packages are for tests alone.
var only = map[string]string{
	"github.com/labstack/echo":            "web",
	"database/sql":                        "web/store web/search", // search has an index in memory, without files
	"modernc.org/sqlite":                  "web/store web/search",
	"github.com/jackc/pgx/v5":             "web/store",
	"github.com/nicksnyder/go-i18n":       "web/catalog",
	"github.com/BurntSushi/toml":          "web/catalog web/message",
	"go.yaml.in/yaml":                     "web/yamldoc",
	"github.com/a-h/templ":                "templates web",
	"github.com/andybalholm/brotli":       "web/document",
	"github.com/klauspost/compress":       "web/document",
	"github.com/tdewolff/minify/v2":       "web/sheet",
	"github.com/maypok86/otter/v2":        "web",
	"github.com/alecthomas/kong":          "cmd/localvote",
	"rsc.io/qr":                           "web/qr",
	"golang.org/x/image":                  "web/card",
	"net/http":                            "web web/asset web/document web/export web/links web/preview cmd/localvote cmd/bench cmd/trial web/webtest web/guard web/hostile web/metrics",
	"os":                                  "cmd/localvote cmd/bench cmd/trial web/store web/webtest",
	"os/exec":                             "web/spelling cmd/bench cmd/trial web/webtest",
	"github.com/rogpeppe/go-internal":     "",
	"github.com/mmcdole/gofeed":           "", // reads in tests what web/feed writes
	"github.com/emersion/go-ical":         "", // reads what web/calendar writes
	"github.com/getkin/kin-openapi":       "", // reads in tests what web/openapi writes
	"github.com/nickng/bibtex":            "",
	"github.com/piprate/json-gold":        "",
	"localvote/web/webtest":               "",
	"net/http/httptest":                   "web/webtest",
	"testing":                             "web/webtest",
	"github.com/prometheus/client_golang": "web/metrics",
}

// Imports point down only.
func TestImports(t *testing.T) {
	for folder, imports := range importsOf(t) {
		if _, known := ours[folder]; !known {
			t.Errorf("%s is not in the table of imports", folder)
		}
		for _, path := range imports {
			inside, isOurs := strings.CutPrefix(path, "localvote/")
			if isOurs && !within(inside, ours[folder]) {
				t.Errorf("%s imports %s, and may import %q", folder, inside, ours[folder])
			}
			for library, users := range only {
				if (path == library || strings.HasPrefix(path, library+"/") && library != "os") && !within(folder, users) {
					t.Errorf("%s imports %s, which is for %q", folder, path, users)
				}
			}
		}
	}
}

// within tells whether a folder is in a list such as "web web/...".
func within(folder, list string) bool {
	return slices.ContainsFunc(strings.Fields(list), func(entry string) bool {
		prefix, below := strings.CutSuffix(entry, "/...")
		return folder == entry || below && strings.HasPrefix(folder, prefix+"/")
	})
}

// importsOf lists what each folder imports, tests left out: these may use what
// they need.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && name != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		list, err := importsIn(root, name)
		out[path.Dir(name)] = append(out[path.Dir(name)], list...)
		return err
	})
	if err != nil || len(out) < len(ours)/2 {
		t.Fatalf("%d folders: %v", len(out), err)
	}
	return out
}

func importsIn(root fs.FS, name string) (list []string, err error) {
	source, err := fs.ReadFile(root, name)
	if err != nil {
		return nil, err
	}
	file, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return nil, err
		}
		list = append(list, path)
	}
	return list, nil
}
