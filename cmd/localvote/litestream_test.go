package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"localvote/web/store"
)

// maxLoss is how much Litestream may lose with deploy/litestream.yml when machine and
// disk are gone: its two intervals, and what a busy machine adds.
const maxLoss = 5 * time.Second

// Server and Litestream are killed at a random moment: what is found in the copy,
// and what was acknowledged and is not. LOCALVOTE_KILLS=20 makes more rounds.
func TestLitestream(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for Litestream")
	}
	program := tool(t, "litestream")
	t.Parallel()
	rounds := 2
	if n, err := strconv.Atoi(os.Getenv("LOCALVOTE_KILLS")); err == nil {
		rounds = n
	}
	var worst time.Duration
	for i := range rounds {
		lost, window := killedCopy(t, program)
		t.Logf("LOSS %d: %d rows, %v", i+1, lost, window)
		worst = max(worst, window)
	}
	if worst > maxLoss {
		t.Errorf("%v were lost, want at most %v", worst, maxLoss)
	}
}

// killedCopy gives the number of rows that are missing in the copy, and how long
// before the kill the first of them was acknowledged.
func killedCopy(t *testing.T, program string) (lost int, window time.Duration) {
	t.Helper()
	folder := t.TempDir()
	db, copied := filepath.Join(folder, "site.db"), filepath.Join(folder, "restored.db")
	env := append(os.Environ(), "LOCALVOTE_DB="+db, "REPLICA="+filepath.Join(folder, "replica"))
	writer, rows := startWriter(t, db)
	config := []string{"-config", filepath.Join("deploy", "litestream.yml")}
	litestream := exec.CommandContext(t.Context(), program, append([]string{"replicate"}, config...)...)
	litestream.Env = env
	if err := litestream.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3*time.Second + time.Duration(rand.IntN(1500))*time.Millisecond)
	killed := time.Now()
	for _, cmd := range []*exec.Cmd{writer, litestream} {
		cmd.Process.Signal(syscall.SIGKILL)
	}
	acknowledged := <-rows
	for _, cmd := range []*exec.Cmd{writer, litestream} {
		cmd.Wait()
	}
	restore := exec.CommandContext(t.Context(), program, append(append([]string{"restore"}, config...), "-o", copied, db)...)
	restore.Env = env
	if out, err := restore.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	found := textsIn(t, copied)
	if n := len(textsIn(t, db)); n < len(acknowledged) || len(acknowledged) < 50 {
		t.Errorf("the database itself has %d of %d rows", n, len(acknowledged))
	}
	for text, at := range acknowledged {
		if !found[text] {
			lost++
			window = max(window, killed.Sub(at))
		}
	}
	// The way back goes through our own command, which checks the copy.
	command(t, 0, "restore", copied, "--db", db)
	return lost, window
}

// textsIn reads a database that must be sound.
func textsIn(t *testing.T, path string) map[string]bool {
	t.Helper()
	if _, err := store.Verify(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	list, err := s.FeedbackBetween(t.Context(), "", "9")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, f := range list {
		found[f.Text] = true
	}
	return found
}

// startWriter starts writeRows as a program of its own (TestMain), and collects what it
// says is kept, until it is killed.
func startWriter(t *testing.T, db string) (*exec.Cmd, <-chan map[string]time.Time) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "writerows", db)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the writer writes nothing")
	}
	rows := make(chan map[string]time.Time, 1)
	go func() {
		acknowledged := map[string]time.Time{}
		for more := true; more && strings.HasPrefix(lines.Text(), "row "); more = lines.Scan() {
			acknowledged[lines.Text()] = time.Now()
		}
		io.Copy(io.Discard, out)
		rows <- acknowledged
	}()
	return cmd, rows
}

// writeRows is the program that TestLitestream kills: it writes into the database that it is
// given, and says each row that is kept.
func writeRows() {
	s, err := store.Open(context.Background(), os.Args[1], store.Options{})
	if err != nil {
		panic(err)
	}
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 300_000 {
		text := fmt.Sprintf("row %d", i)
		f := store.Feedback{Day: first.AddDate(0, 0, i/1000).Format(time.DateOnly), Page: "/", Lang: "en", Verdict: "yes", Text: text}
		if err := s.AddFeedback(context.Background(), f); err != nil {
			panic(err)
		}
		fmt.Println(text)
		time.Sleep(2 * time.Millisecond)
	}
}
