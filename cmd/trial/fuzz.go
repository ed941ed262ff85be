package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
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

// fuzz runs each target for a while, or with a number of inputs: some need longer to begin than a
// short while, on a machine that is busy. The program for a package is made once: making one takes
// longer than a short run of all its targets.
func (l *lab) fuzz() error {
	list, err := targets(l.root)
	if err != nil {
		return err
	}
	slices.SortStableFunc(list, func(a, b target) int { return strings.Compare(a.folder, b.folder) })
	found, err := output(l.ctx, l.root, "go", "env", "GOCACHE")
	if err != nil {
		return err
	}
	long := fmt.Sprintf("%ds", l.last(5))
	if l.rounds > 0 {
		long = fmt.Sprintf("%dx", l.rounds)
	}
	failed, program := 0, fuzzProgram{}
	for _, t := range list {
		if program.folder != t.folder {
			if program, err = l.fuzzProgram(t.folder, strings.TrimSpace(string(found))); err != nil {
				return err
			}
		}
		out, err := program.run(l.ctx, t.name, long)
		if l.ctx.Err() != nil {
			return l.ctx.Err()
		}
		l.say("   %s %s: %s", t.folder, t.name, lastFuzzLine(out))
		if err != nil && !ranOut(out) {
			failed++
			l.say("%s", out)
		}
	}
	l.found(fmt.Sprintf("%d fuzz targets, %s each: no panic, no broken promise", len(list), strings.Replace(long, "x", " inputs", 1)), fmt.Sprintf("%d failed", failed), failed == 0 && len(list) > 0)
	return nil
}

// A fuzzProgram has the fuzz targets of a package, made so that it sees which lines an input reaches.
type fuzzProgram struct {
	folder string // of the package, in the repository
	root   string // of the repository
	path   string
	inputs string // folder of what was found, where `go test -fuzz` keeps it too
}

func (l *lab) fuzzProgram(folder, cache string) (fuzzProgram, error) {
	name, err := output(l.ctx, l.root, "go", "list", "./"+folder)
	if err != nil {
		return fuzzProgram{}, err
	}
	p := fuzzProgram{folder, l.root, l.path("fuzz.test"), filepath.Join(cache, "fuzz", strings.TrimSpace(string(name)))}
	if p.path, err = filepath.Abs(p.path); err == nil {
		_, err = output(l.ctx, l.root, "go", "test", "-c", "-fuzz", "^Fuzz", "-o", p.path, "./"+folder)
	}
	return p, err
}

// run tries inputs for a time as "5s", or a number of them as "400x".
func (p fuzzProgram) run(ctx context.Context, target, long string) ([]byte, error) {
	workers := strconv.Itoa(runtime.GOMAXPROCS(0))
	if strings.HasSuffix(long, "x") {
		workers = "1" // each builds what its target needs, which takes longer than a few inputs
	}
	command := exec.CommandContext(ctx, p.path, "-test.parallel", workers, "-test.run", "^$", "-test.fuzz", "^"+target+"$", "-test.fuzztime", long, "-test.fuzzcachedir", p.inputs)
	command.Dir = filepath.Join(p.root, p.folder)
	return command.CombinedOutput()
}

// output is what a command says, with its complaints if it fails.
func output(ctx context.Context, folder, name string, args ...string) ([]byte, error) {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = folder
	var complaints bytes.Buffer
	command.Stderr = &complaints
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, &complaints)
	}
	return out, nil
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
