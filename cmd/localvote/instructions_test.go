package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// steps are all commands of deploy/README.md: those that run here are run in a folder
// of their own, others are run by the test or script that is named, and of the rest it
// is said why they cannot be. A changed command is in none of the three.
var steps = map[string]struct{ run, by, cannot string }{
	"cmd/localvote/deploy/build.sh":                                                                                              {by: "TestBuildIsReproducible"},
	"install -m 755 dist/localvote-linux-amd64 /usr/local/bin/localvote":                                                         {run: "usr/local/bin/localvote"},
	"install -m 644 cmd/localvote/deploy/localvote.service /etc/systemd/system/localvote.service":                                {run: "etc/systemd/system/localvote.service"},
	"cp cmd/localvote/deploy/localvote.env /etc/localvote.env":                                                                   {run: "etc/localvote.env"},
	"systemctl daemon-reload":                                                                                                    {cannot: "needs a machine that was booted with systemd; TestUnit asks systemd-analyze"},
	"systemctl enable --now localvote":                                                                                           {cannot: "likewise"},
	"localvote health --addr=:443 --base-url=https://example.org":                                                                {by: "testdata/health.txt"},
	"docker build -f cmd/localvote/deploy/Dockerfile -t localvote .":                                                             {cannot: "needs an engine and the image golang of a registry; TestDockerfile reads the file"},
	"docker run --read-only --cap-drop=ALL --security-opt=no-new-privileges -v localvote:/data -p 127.0.0.1:8080:8080 localvote": {by: "TestInAnEmptyRoot"},
	"journalctl -u localvote | grep id=K7M29QXR":                                                                                 {cannot: "needs a journal; TestRequestNumbers in web looks for the same in the log"},
	// Inside sentences.
	"localvote backup FILE":    {by: "testdata/backup.txt"},
	"nginx -s reload":          {by: "TestNginx"},
	"systemd-analyze verify":   {by: "TestUnit"},
	"systemd-analyze security": {by: "TestUnit"},
	"go test ./cmd/localvote":  {cannot: "this is it"},
}

var (
	inSentence = regexp.MustCompile("`((?:localvote|nginx|caddy|systemctl|systemd-analyze|litestream|promtool|docker|go|ssh) [^`]+)`")
	remark     = regexp.MustCompile(`\s+# .*$`)
)

// instructed are the commands of the instructions, in blocks and in sentences.
func instructed(t *testing.T) (list []string) {
	t.Helper()
	text, err := os.ReadFile("deploy/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if command, ok := strings.CutPrefix(line, "    "); ok {
			list = append(list, remark.ReplaceAllString(strings.TrimSpace(command), ""))
			continue
		}
		for _, m := range inSentence.FindAllStringSubmatch(line, -1) {
			list = append(list, m[1])
		}
	}
	return list
}

func TestInstructions(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"usr/local/bin", "etc/systemd/system", "dist"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "dist", "localvote-linux-amd64"), []byte("#!/bin/sh\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, command := range instructed(t) {
		named[command] = true
		step, known := steps[command]
		switch {
		case !known:
			t.Errorf("nothing tries %q: run it here, or say in steps why it cannot be", command)
		case step.run != "":
			install(t, root, command, step.run)
		case step.by != "":
			tried(t, command, step.by)
		case step.cannot == "":
			t.Errorf("%q: nothing says why it cannot be run", command)
		}
	}
	for command := range steps {
		if !named[command] {
			t.Errorf("the instructions do not say %q any more", command)
		}
	}
}

// install runs a command whose last word is a file in a root of its own.
func install(t *testing.T, root, command, file string) {
	t.Helper()
	here := strings.NewReplacer(" /usr/", " "+root+"/usr/", " /etc/", " "+root+"/etc/", " dist/", " "+root+"/dist/").Replace(command)
	cmd := exec.Command("sh", "-c", here)
	cmd.Dir = "../.."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%s: %v: %s", command, err, out)
	}
	if info, err := os.Stat(filepath.Join(root, file)); err != nil || info.Size() == 0 || strings.Contains(file, "/bin/") != (info.Mode()&0o111 != 0) {
		t.Errorf("%s: %v", command, err)
	}
}

// tried looks whether the test or script that runs a command is there.
func tried(t *testing.T, command, by string) {
	t.Helper()
	if strings.HasPrefix(by, "testdata/") {
		text, err := os.ReadFile(by)
		if words := strings.Fields(command); err != nil || !strings.Contains(string(text), words[0]+" "+words[1]) {
			t.Errorf("%s does not run %q: %v", by, command, err)
		}
		return
	}
	files, _ := filepath.Glob("*_test.go")
	for _, name := range files {
		if text, err := os.ReadFile(name); err == nil && strings.Contains(string(text), "\nfunc "+by+"(") {
			return
		}
	}
	t.Errorf("there is no %s, which would run %q", by, command)
}
