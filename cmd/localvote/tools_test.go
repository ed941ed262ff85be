package main

import (
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// listedTools reads .ci/tools: modules with their versions, by the name of the program, and
// whether CI installs it always.
func listedTools(t *testing.T) map[string]struct {
	module string
	always bool
} {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", ".ci", "tools"))
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]struct {
		module string
		always bool
	}{}
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 || fields[0] != "always" && fields[0] != "long" || !strings.Contains(fields[1], "@v") {
			t.Fatalf(".ci/tools: %q is not \"always|long MODULE@VERSION\"", line)
		}
		address, _, _ := strings.Cut(fields[1], "@")
		tool := list[path.Base(address)]
		tool.module, tool.always = fields[1], fields[0] == "always"
		list[path.Base(address)] = tool
	}
	return list
}

// tool finds a program of .ci/tools. Where it is missing the test is skipped, except in CI,
// if it was to be installed there.
func tool(t *testing.T, name string) string {
	t.Helper()
	known, ok := listedTools(t)[name]
	if !ok {
		t.Fatalf(".ci/tools does not list %s", name)
	}
	found, err := exec.LookPath(name)
	if err != nil {
		home, _ := os.UserHomeDir()
		found, err = exec.LookPath(filepath.Join(home, "go", "bin", name))
	}
	if err == nil {
		return found
	}
	if os.Getenv("CI") == "true" && (known.always || os.Getenv("E2E") == "all") {
		t.Fatalf("%s is missing: .ci/run installs %s", name, known.module)
	}
	t.Skipf("%s is not there: go install %s", name, known.module)
	return ""
}
