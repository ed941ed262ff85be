package e2e_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"testing"
)

// A judgement is a line of lighthouse.mjs.
type judgement struct {
	URL    string              `json:"url"`
	Scores map[string]float64  `json:"scores"` // 0 to 100
	Failed map[string][]string `json:"failed"` // the audits that cost points
}

// excused are audits that fail for a reason that is right for this site; nothing
// else may cost points.
var excused = map[string]struct{ onlyHidden bool }{
	// Pages with somebody's answers stay out of search engines on purpose, and so
	// need no words for a list of hits.
	"is-crawlable":     {onlyHidden: true},
	"meta-description": {onlyHidden: true},
	// Lighthouse asks for robots.txt in the name of the page, which may ask nobody
	// for anything (connect-src in middleware.go). TestRobots asks by itself.
	"robots-txt": {onlyHidden: false},
}

// Lighthouse gives full marks for speed, accessibility, good practice and for
// being found. It takes a minute and wants quiet: it is run where all pages are.
func TestLighthouse(t *testing.T) {
	if !everything() {
		t.Skip("set E2E=all for Lighthouse")
	}
	npmFile(t, "lighthouse/package.json")
	browser(t)
	site := serveSite(t)
	hidden := map[string]bool{}
	var addresses []string
	for _, page := range []struct {
		path   string
		hidden bool
	}{
		{"/ru/", false}, {"/be/in-belarus", false}, {"/en/check/1-BAT0", true}, {"/be/result/1-BD0W", true}, {"/ru/places/by-orsha", false},
	} {
		addresses = append(addresses, site.URL+page.path)
		hidden[site.URL+page.path] = page.hidden
	}
	command := exec.Command("node", append([]string{"lighthouse.mjs"}, addresses...)...)
	command.Env = append(os.Environ(), "CHROME_PATH="+chromium)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.Split(bytes.TrimSpace(out), []byte("\n"))
	if len(lines) != len(addresses) {
		t.Fatalf("%d pages are judged, not %d", len(lines), len(addresses))
	}
	for _, line := range lines {
		var j judgement
		if err := json.Unmarshal(line, &j); err != nil {
			t.Fatal(err)
		}
		t.Log(j.URL[len(site.URL):], j.Scores)
		j.check(t, hidden[j.URL])
	}
}

func (j judgement) check(t *testing.T, hidden bool) {
	t.Helper()
	for _, category := range []string{"performance", "accessibility", "best-practices", "seo"} {
		failed := slices.DeleteFunc(slices.Clone(j.Failed[category]), func(audit string) bool {
			e, ok := excused[audit]
			return ok && category == "seo" && (hidden || !e.onlyHidden)
		})
		onlyExcused := len(failed) == 0 && len(j.Failed[category]) > 0
		if j.Scores[category] < 100 && !onlyExcused {
			t.Errorf("%s: %s %.0f of 100: %q", j.URL, category, j.Scores[category], failed)
		}
	}
}

// Search engines are told what they may read: an error of the server would keep
// them away.
func TestRobots(t *testing.T) {
	t.Parallel()
	site := serveSite(t)
	answer, err := http.Get(site.URL + "/robots.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Error(answer.Status)
	}
}
