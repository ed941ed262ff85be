package main

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// The same commit gives the same bytes in another folder, with all packages of our own
// compiled anew, and both processors have a file that needs no other. That the packages of
// others come out the same is for Go to prove: compiling them twice takes minutes.
func TestBuildIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the program twice")
	}
	if out, err := exec.Command("git", "rev-parse", "HEAD").CombinedOutput(); err != nil {
		t.Skipf("no git repository: %s", out)
	}
	other := map[string]string{"amd64": "arm64", "arm64": "amd64"}[runtime.GOARCH]
	if other == "" || runtime.GOOS != "linux" {
		t.Skip("builds on Linux")
	}
	first := buildIn(t, "a", runtime.GOARCH, other)
	second := buildIn(t, "another-folder/with/a-longer-name", runtime.GOARCH)
	if first[runtime.GOARCH] != second[runtime.GOARCH] {
		t.Errorf("two builds differ: %x and %x", first[runtime.GOARCH], second[runtime.GOARCH])
	}
}

// buildIn clones the repository, builds it there and gives the hashes of the files.
func buildIn(t *testing.T, folder string, processors ...string) map[string][32]byte {
	t.Helper()
	to := filepath.Join(t.TempDir(), folder)
	run := func(dir, name string, args ...string) {
		cmd := exec.Command(name, args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s %v: %v: %s", name, args, err, out)
		}
	}
	run(".", "git", "clone", "-q", "--local", "../..", to)
	overlook(t, to)
	run(to, "cmd/localvote/deploy/build.sh", append([]string{"dist"}, processors...)...)
	hashes := map[string][32]byte{}
	for _, p := range processors {
		data, err := os.ReadFile(filepath.Join(to, "dist", "localvote-linux-"+p))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(to)) || bytes.Contains(data, []byte("/lib64/ld-linux")) || bytes.Contains(data, []byte("/lib/ld-linux-aarch64")) {
			t.Errorf("the file for %s names its folder, or needs a loader", p)
		}
		hashes[p] = sha256.Sum256(data)
	}
	return hashes
}

// overlook adds a comment that was never there before to every file, so that the
// compiler cannot take anything of ours out of its cache; of comments it makes nothing.
func overlook(t *testing.T, folder string) {
	t.Helper()
	changed := 0
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		changed++
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(f, "\n// %s\n", rand.Text())
		return errors.Join(err, f.Close())
	})
	if err != nil || changed < 100 {
		t.Fatalf("%d files changed, %v", changed, err)
	}
}

// instructions reads the lines of a Dockerfile, by instruction, of its last stage.
func instructions(t *testing.T) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("deploy/Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	list := map[string][]string{}
	for line := range strings.Lines(strings.ReplaceAll(string(data), "\\\n", " ")) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name == "FROM" {
			list = map[string][]string{}
		}
		list[name] = append(list[name], rest)
	}
	return list
}

// The image holds one program, which is not root, and names only flags that exist.
func TestDockerfile(t *testing.T) {
	last := instructions(t)
	for name, want := range map[string]string{"FROM": "scratch", "USER": "65532:65532", "ENTRYPOINT": `["/localvote"]`, "CMD": `["serve"]`, "WORKDIR": "/data"} {
		if !slices.Equal(last[name], []string{want}) {
			t.Errorf("%s is %q, want %q", name, last[name], want)
		}
	}
	if len(last["HEALTHCHECK"]) != 1 || !strings.Contains(last["HEALTHCHECK"][0], `["/localvote", "health"]`) || len(last["RUN"]) > 0 {
		t.Errorf("health %q, run %q", last["HEALTHCHECK"], last["RUN"])
	}
	envExists(t, strings.Join(last["ENV"], " "))
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(mod), "\ngo ")
	version, _, _ := strings.Cut(rest, "\n")
	if text, _ := os.ReadFile("deploy/Dockerfile"); !bytes.Contains(text, []byte("golang:"+version+"-")) {
		t.Errorf("the image is not built with Go %s of go.mod", version)
	}
}

// envExists complains of settings that no flag reads.
func envExists(t *testing.T, text string) {
	t.Helper()
	var help bytes.Buffer
	run([]string{"serve", "--help"}, &help, &help)
	found := 0
	for word := range strings.FieldsSeq(text) {
		name, _, _ := strings.Cut(strings.TrimPrefix(word, "Environment="), "=")
		if strings.HasPrefix(name, "LOCALVOTE_") {
			found++
			if !strings.Contains(help.String(), "$"+name+")") && !strings.Contains(help.String(), "$"+name+".") {
				t.Errorf("no flag reads %s", name)
			}
		}
	}
	if found == 0 {
		t.Error("nothing is set")
	}
}

// The unit is one that systemd understands, and shuts out what it can.
func TestUnit(t *testing.T) {
	data, err := os.ReadFile("deploy/localvote.service")
	if err != nil {
		t.Fatal(err)
	}
	envExists(t, string(data))
	for _, line := range []string{"DynamicUser=yes", "ProtectSystem=strict", "StateDirectory=localvote", "MemoryMax=", "SystemCallFilter=@system-service",
		"NoNewPrivileges=yes", "CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "ExecStart=/usr/local/bin/localvote serve"} {
		if !strings.Contains(string(data), "\n"+line) {
			t.Errorf("the unit lacks %s", line)
		}
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Log("systemd-analyze is not there: the unit was only read")
		return
	}
	unit := filepath.Join(t.TempDir(), "localvote.service")
	if err := os.WriteFile(unit, bytes.ReplaceAll(data, []byte("/usr/local/bin/localvote"), []byte("/bin/true")), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(analyze, "verify", unit).CombinedOutput(); err != nil || bytes.Contains(out, []byte("localvote.service:")) {
		t.Errorf("systemd says: %s", out)
	}
	if out, err := exec.Command(analyze, "security", "--offline=yes", "--threshold=20", unit).CombinedOutput(); err != nil {
		t.Errorf("the unit is too open (more than 2.0 of 10): %s", out)
	}
}
