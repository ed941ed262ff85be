package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"localvote/web/metrics"
)

// told are the names of all metrics that the server gives, and their labels.
func told(t *testing.T) map[string]string {
	t.Helper()
	s := metrics.New()
	s.Watch(metrics.Build{}, func() metrics.State {
		return metrics.State{CheckedOn: time.Now(), Checks: map[string]bool{"page": true},
			Certificates: map[string]time.Time{"vote.example": time.Now()}}
	})
	s.Request("check", http.MethodGet, http.StatusOK, 1)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	names := map[string]string{"up": `job=""`} // Prometheus itself says whether it was answered
	for line := range strings.Lines(w.Body.String()) {
		if m := regexp.MustCompile(`^([a-z_]+)(\{[^}]*\})? `).FindStringSubmatch(line); m != nil {
			names[m[1]] += m[2]
		}
	}
	return names
}

var (
	metricName  = regexp.MustCompile(`\b(?:localvote|go|process)_[a-z_]+\b|\bup\b`)
	withLabels  = regexp.MustCompile(`([a-z_]+)\{([a-z]+)(?:=~|=|!=|!~)"`)
	groupLabels = regexp.MustCompile(`by \(([a-z]+)\)`)
)

// existing complains of names and labels that the server does not give.
func existing(t *testing.T, where, expression string) (used int) {
	t.Helper()
	names := told(t)
	names["le"] = ""
	for _, name := range metricName.FindAllString(expression, -1) {
		if _, ok := names[name]; !ok {
			t.Errorf("%s: there is no metric %s", where, name)
		}
		used++
	}
	for _, m := range withLabels.FindAllStringSubmatch(expression, -1) {
		if m[2] != "job" && !strings.Contains(names[m[1]], m[2]+`="`) {
			t.Errorf("%s: %s has no label %s", where, m[1], m[2])
		}
	}
	for _, m := range groupLabels.FindAllStringSubmatch(expression, -1) {
		found := false
		for _, name := range metricName.FindAllString(expression, -1) {
			found = found || strings.Contains(names[name], m[1]+`="`)
		}
		if !found {
			t.Errorf("%s: no metric there has the label %s", where, m[1])
		}
	}
	return used
}

// The alerts ask for what the server tells, and each says what is to be done.
func TestAlerts(t *testing.T) {
	data, err := os.ReadFile("deploy/alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Groups []struct {
			Name  string
			Rules []struct {
				Alert, Expr, For    string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	rules := file.Groups[0].Rules
	for _, r := range rules {
		if r.Alert == "" || existing(t, r.Alert, r.Expr) == 0 || r.Annotations["summary"] == "" || r.Annotations["action"] == "" {
			t.Errorf("%s says too little", r.Alert)
		}
		if s := r.Labels["severity"]; s != "page" && s != "ticket" {
			t.Errorf("%s has the severity %q", r.Alert, s)
		}
	}
	if len(rules) < 8 {
		t.Errorf("%d alerts", len(rules))
	}
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Log("promtool is not there: the expressions were not parsed")
		return
	}
	if out, err := exec.Command(promtool, "check", "rules", "deploy/alerts.yaml").CombinedOutput(); err != nil {
		t.Errorf("promtool: %s", out)
	}
	if out, err := exec.Command(promtool, "test", "rules", "testdata/alerts.yaml").CombinedOutput(); err != nil {
		t.Errorf("promtool: %s", out)
	}
}

// The dashboard shows nothing that there is not.
func TestDashboard(t *testing.T) {
	data, err := os.ReadFile("deploy/dashboard.json")
	if err != nil {
		t.Fatal(err)
	}
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(data, &board); err != nil {
		t.Fatal(err)
	}
	for _, p := range board.Panels {
		if len(p.Targets) == 0 {
			t.Errorf("%s shows nothing", p.Title)
		}
		for _, target := range p.Targets {
			if existing(t, p.Title, target.Expr) == 0 {
				t.Errorf("%s asks for no metric", p.Title)
			}
		}
	}
	if len(board.Panels) < 9 {
		t.Errorf("%d panels", len(board.Panels))
	}
	for name := range told(t) {
		if strings.HasPrefix(name, "localvote_") && !strings.HasSuffix(name, "_sum") && !strings.HasSuffix(name, "_count") && !strings.Contains(string(data), name) &&
			name != "localvote_sources_checked_timestamp_seconds" {
			t.Errorf("the dashboard leaves out %s", name)
		}
	}
}
