//go:build linux

package main

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// nobodyID is the user of the container.
const nobodyID = 65532

// The released program needs nothing of the system around it: it serves in a root in
// which there is no other file and which it cannot write, as a user who is not root,
// and only its data folder changes.
func TestInAnEmptyRoot(t *testing.T) {
	if testing.Short() || os.Getuid() != 0 {
		t.Skip("compiles the program, and needs root to change the root")
	}
	root := filepath.Join(t.TempDir(), "root")
	data := filepath.Join(root, "data")
	if err := os.MkdirAll(data, 0o755); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w -buildid=", "-o", filepath.Join(root, "localvote"), ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if err := os.Chown(data, nobodyID, nobodyID); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(root, 0o555); err != nil {
		t.Fatal(err)
	}
	env := []string{"LOCALVOTE_ADDR=" + unused(t)}
	for _, setting := range strings.Fields(strings.Join(instructions(t)["ENV"], " ")) {
		if !strings.HasPrefix(setting, "LOCALVOTE_ADDR=") {
			env = append(env, setting)
		}
	}
	var said bytes.Buffer
	inside := func(arg string) *exec.Cmd {
		cmd := exec.Command("/localvote", arg)
		cmd.Env, cmd.Dir, cmd.Stderr = env, "/data", &said
		cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: nobodyID, Gid: nobodyID}}
		return cmd
	}
	site := inside("serve")
	if err := site.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { site.Process.Kill(); site.Wait() })
	ready := eventually(t, http.DefaultClient, "http://"+strings.TrimPrefix(env[0], "LOCALVOTE_ADDR=")+"/readyz")
	if !bytes.Contains(ready, []byte(`"status":"ok"`)) || !bytes.Contains(ready, []byte(`"disk":"ok"`)) {
		t.Errorf("it says %s", ready)
	}
	if err := inside("health").Run(); err != nil {
		t.Errorf("the health check of the container: %v", err)
	}
	site.Process.Signal(syscall.SIGTERM)
	if err := site.Wait(); err != nil || strings.Contains(said.String(), "level=ERROR") {
		t.Errorf("%v: %s", err, &said)
	}
	list, err := os.ReadDir(root)
	if kept, e := os.ReadDir(data); err != nil || e != nil || len(list) != 2 || len(kept) == 0 {
		t.Errorf("in the root %v, in /data %v", list, kept)
	}
}
