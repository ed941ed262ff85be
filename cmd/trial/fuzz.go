package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
)

// A target is a fuzz test.
type target struct{ folder, name string }

var fuzzFunc = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)

// targets lists all fuzz tests below a folder of the repository.
func targets(root string) (out []target, err error) {
	files := os.DirFS(root)
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "node_modules" || d.Name() == "testdata" || strings.HasPrefix(name, ".") && name != "."):
			return fs.SkipDir
		case !strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(files, name)
		for _, m := range fuzzFunc.FindAllStringSubmatch(string(text), -1) {
			out = append(out, target{path.Dir(name), m[1]})
		}
		return err
	})
	return out, err
}

// fuzz runs each target for a while.
func (l *lab) fuzz() error {
	list, err := targets(l.root)
	if err != nil {
		return err
	}
	seconds, failed := l.last(5), 0
	for _, t := range list {
		command := exec.CommandContext(l.ctx, "go", "test", "./"+t.folder, "-run", "^$", "-fuzz", "^"+t.name+"$", "-fuzztime", fmt.Sprintf("%ds", seconds))
		command.Dir = l.root
		out, err := command.CombinedOutput()
		if l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		l.say("   %s %s: %s", t.folder, t.name, lastFuzzLine(out))
		if err != nil && !ranOut(out) {
			failed++
			l.say("%s", out)
		}
	}
	l.found(fmt.Sprintf("%d fuzz targets, %d s each: no panic, no broken promise", len(list), seconds), fmt.Sprintf("%d failed", failed), failed == 0 && len(list) > 0)
	return nil
}

// ranOut tells whether all that go test complains of is that its time came to an end
// while an input was running, which it now and then takes for a failure. An input that fails is written to a file and named.
func ranOut(out []byte) bool {
	return bytes.Contains(out, []byte("    context deadline exceeded\nFAIL")) && !bytes.Contains(out, []byte("Failing input written")) && !bytes.Contains(out, []byte("panic"))
}

// lastFuzzLine is how far the fuzzing came.
func lastFuzzLine(out []byte) string {
	last := "nothing was said"
	for line := range bytes.Lines(out) {
		if bytes.HasPrefix(line, []byte("fuzz: elapsed")) {
			last = strings.TrimSpace(string(line))
		}
	}
	return last
}
