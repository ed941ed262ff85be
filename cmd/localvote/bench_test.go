package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"localvote/web/site"
)

// BenchmarkStartToFirstAnswer runs the program as it is built, with a fresh
// database, until it has answered its first request.
func BenchmarkStartToFirstAnswer(b *testing.B) {
	program := filepath.Join(b.TempDir(), "localvote")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	var total time.Duration
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		db := filepath.Join(b.TempDir(), fmt.Sprintf("%d.db", n))
		address := unusedAddress(b)
		b.StartTimer()
		total += startOnce(b, program, address, db)
	}
	b.ReportMetric(float64(total.Microseconds())/1000/float64(b.N), "ms/start")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkCheck is the whole of check without the spelling, which is hunspell's. The
// building of the site, which the server does, too, is the measure beside it.
func BenchmarkCheck(b *testing.B) {
	files, err := filesFrom("../../content")
	if err != nil {
		b.Fatal(err)
	}
	var builds time.Duration
	for b.Loop() {
		if code := run([]string{"check", "--no-spelling", "../../content"}, io.Discard, io.Discard); code != 0 {
			b.Fatal("the content has errors")
		}
		b.StopTimer()
		began := time.Now()
		site.Build(files)
		builds += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(builds), "builds")
}

func unusedAddress(b *testing.B) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// startOnce gives the time from the start of the program to its first page.
func startOnce(b *testing.B, program, address, db string) time.Duration {
	command := exec.Command(program, "serve", "--addr", address, "--db", db)
	began := time.Now()
	if err := command.Start(); err != nil {
		b.Fatal(err)
	}
	defer func() {
		command.Process.Kill()
		command.Wait()
	}()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	for time.Since(began) < 20*time.Second {
		response, err := client.Get("http://" + address + "/ru/check")
		if err == nil {
			response.Body.Close()
			if response.StatusCode != http.StatusOK {
				b.Fatal(response.Status)
			}
			return time.Since(began)
		}
		time.Sleep(time.Millisecond)
	}
	b.Fatal("nobody answered")
	return 0
}
