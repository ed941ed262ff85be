package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"localvote/content"
	"localvote/web/site"
)

// TestMain lets the scripts run the program itself, and a test one that writes until it is killed.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"localvote": main, "writerows": writeRows})
}

// The scripts of testdata run the program as a person at a terminal does.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", Cmds: scriptCommands})
}

var scriptCommands = map[string]func(*testscript.TestScript, bool, []string){
	"content":   copyContent,
	"edit":      edit,
	"overtaken": dropOvertaken,
	"port":      freePort,
	"hold":      holdPort,
	"fetch":     fetch,
	"await":     await,
	"hosts":     otherHost,
}

// copyContent writes the content that was built in to a folder: "content DIR".
func copyContent(ts *testscript.TestScript, _ bool, args []string) {
	folder := ts.MkAbs(args[0])
	ts.Check(fs.WalkDir(content.FS, ".", func(name string, d fs.DirEntry, err error) error {
		to := filepath.Join(folder, name)
		if err != nil || d.IsDir() {
			return os.MkdirAll(to, 0o755)
		}
		data, err := fs.ReadFile(content.FS, name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, data, 0o644)
	}))
}

var personaLine = regexp.MustCompile(`personas\.csv:(\d+)`)

// dropOvertaken takes the test persons away of whom the cards say something else
// now: "overtaken DIR". A message names only some of them, so it asks until none
// is left.
func dropOvertaken(ts *testscript.TestScript, _ bool, args []string) {
	name := filepath.Join(ts.MkAbs(args[0]), "eligibility", "personas.csv")
	for range 50 {
		_, problems := site.LoadDraft(os.DirFS(ts.MkAbs(args[0])))
		overtaken := personaLine.FindAllStringSubmatch(fmt.Sprint(problems), -1)
		if len(overtaken) == 0 {
			return
		}
		data, err := os.ReadFile(name)
		ts.Check(err)
		lines := strings.Split(string(data), "\n")
		for _, m := range overtaken {
			n, _ := strconv.Atoi(m[1])
			lines[n-1] = ""
		}
		lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
		ts.Check(os.WriteFile(name, []byte(strings.Join(lines, "\n")+"\n"), 0o644))
	}
	ts.Fatalf("there is always somebody else")
}

// edit exchanges words in a file, once: "edit FILE OLD NEW"; \n is a new line.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	file := ts.MkAbs(args[0])
	text := ts.ReadFile(args[0])
	for i := range args {
		args[i] = strings.ReplaceAll(args[i], `\n`, "\n")
	}
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not say %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(file, []byte(strings.Replace(text, args[1], args[2], 1)), 0o644))
}

// freePort finds an address that nobody listens on: "port NAME".
func freePort(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], listener.Addr().String())
	ts.Check(listener.Close())
}

// holdPort listens on an address until the script ends: "hold NAME".
func holdPort(ts *testscript.TestScript, _ bool, args []string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	ts.Setenv(args[0], listener.Addr().String())
	ts.Defer(func() { listener.Close() })
}

// fetch reads an address as soon as somebody answers there: "fetch URL [HEADER]".
func fetch(ts *testscript.TestScript, _ bool, args []string) {
	request, err := http.NewRequest(http.MethodGet, args[0], nil)
	ts.Check(err)
	request.Header.Set("User-Agent", "FetchingBrowser/1.0")
	for deadline := time.Now().Add(45 * time.Second); time.Now().Before(deadline); {
		var response *http.Response
		if response, err = http.DefaultClient.Do(request); err == nil {
			defer response.Body.Close()
			if response.StatusCode != http.StatusOK {
				ts.Fatalf("%s: %s", args[0], response.Status)
			}
			_, err = io.Copy(ts.Stdout(), response.Body)
			break
		}
		time.Sleep(25 * time.Millisecond)
	}
	ts.Check(err)
}

// await reads an address again and again until it says something: "await URL WORDS".
func await(ts *testscript.TestScript, _ bool, args []string) {
	said := ""
	for deadline := time.Now().Add(45 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		response, err := http.Get(args[0])
		if err != nil {
			continue
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if said = string(body); err == nil && strings.Contains(said, args[1]) {
			return
		}
	}
	ts.Fatalf("%s never says %q: %s", args[0], args[1], said)
}

var subcommand = regexp.MustCompile(`(?m)^  ([a-z]+) `)

// Every subcommand says what it is for, and what each of its flags does.
func TestHelp(t *testing.T) {
	var out, errOut bytes.Buffer
	if code := run([]string{"--help"}, &out, &errOut); code != 0 || errOut.Len() > 0 {
		t.Fatalf("exit %d: %s", code, &errOut)
	}
	names := subcommand.FindAllStringSubmatch(out.String(), -1)
	if len(names) < 3 {
		t.Fatalf("the help lists %v: %s", names, &out)
	}
	for _, m := range names {
		var help, errOut bytes.Buffer
		if code := run([]string{m[1], "--help"}, &help, &errOut); code != 0 || errOut.Len() > 0 {
			t.Errorf("%s --help: exit %d: %s", m[1], code, &errOut)
		}
		text := help.String()
		if !strings.Contains(text, "Usage: localvote "+m[1]) || len(strings.Split(text, "\n")[2]) < 20 {
			t.Errorf("%s --help says %s", m[1], text)
		}
		// What is said of a long flag stands on the next line, far to the right.
		undescribed := regexp.MustCompile(`(?m)^ +(--[a-z-]+(?:=\S+)?)\s*\n(?: {0,12}\S|\n|\z)`)
		for _, flag := range undescribed.FindAllStringSubmatch(text, -1) {
			t.Errorf("%s: nothing is said of %s", m[1], flag[1])
		}
	}
}

// otherHost is somebody else's server: a page, one that has moved there, and
// nothing else: "hosts NAME".
func otherHost(ts *testscript.TestScript, _ bool, args []string) {
	mux := http.NewServeMux()
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<main>Article 4</main>") })
	mux.Handle("/moved", http.RedirectHandler("/page", http.StatusMovedPermanently))
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}
