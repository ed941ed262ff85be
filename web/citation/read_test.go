package citation

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"localvote/web/lang"
)

// A readWork is what another program makes of a citation, in the terms of CSL.
type readWork struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	URL    string `json:"URL"`
	Author []struct {
		Literal string `json:"literal"`
		Family  string `json:"family"`
		Given   string `json:"given"`
	} `json:"author"`
	Issued   readDay `json:"issued"`
	Accessed readDay `json:"accessed"`
}

type readDay struct {
	Parts [][]any `json:"date-parts"`
}

// RIS and CSL-JSON are read back by a library that has nothing to do with us, and say
// there what we meant.
func TestReadByOthers(t *testing.T) {
	if _, err := os.Stat("../../node_modules/@citation-js/plugin-ris"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("citation-js is not installed: npm ci")
		}
		t.Skip("citation-js is not installed: npm ci")
	}
	var all []Work
	var sent []map[string]string
	for _, l := range lang.All() {
		for _, w := range works(l) {
			all = append(all, w)
			sent = append(sent, map[string]string{"ris": w.In(RIS), "csl": w.In(CSL)})
		}
	}
	input, err := json.Marshal(sent)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("node", "testdata/read.cjs")
	command.Stdin = bytes.NewReader(input)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, complaints.Bytes())
	}
	var read []struct {
		RIS, CSL []readWork
		APA      string
	}
	if err := json.Unmarshal(output, &read); err != nil || len(read) != len(all) {
		t.Fatalf("%d works read of %d: %v", len(read), len(all), err)
	}
	for i, w := range all {
		if len(read[i].RIS) != 1 || len(read[i].CSL) != 1 {
			t.Fatalf("%s: %d works in RIS, %d in CSL-JSON", w.Key, len(read[i].RIS), len(read[i].CSL))
		}
		same(t, w, "RIS", read[i].RIS[0])
		same(t, w, "CSL-JSON", read[i].CSL[0])
		if !strings.Contains(read[i].APA, w.plain().stable()) {
			t.Errorf("%s: citeproc sets %q", w.Key, read[i].APA)
		}
	}
}

func same(t *testing.T, w Work, form string, got readWork) {
	t.Helper()
	p := w.plain()
	if got.Title != p.Title || got.URL != p.stable() {
		t.Errorf("%s in %s, %s: title %q, address %q", w.Key, form, w.Lang, got.Title, got.URL)
	}
	if len(got.Author) != 1 || strings.TrimSpace(got.Author[0].Literal+got.Author[0].Family+" "+got.Author[0].Given) == "" {
		t.Errorf("%s in %s: author %v", w.Key, form, got.Author)
	}
	if year(p.Published) != "" && (len(got.Issued.Parts) != 1 || len(got.Issued.Parts[0]) == 0) {
		t.Errorf("%s in %s: issued %v", w.Key, form, got.Issued)
	}
	if form == "RIS" {
		return // citation-js does not take Y2 for the day of access of an ELEC; Zotero does
	}
	if len(got.Accessed.Parts) != 1 || len(got.Accessed.Parts[0]) != 3 {
		t.Errorf("%s in %s: accessed %v", w.Key, form, got.Accessed)
	}
}
