package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// A State is how the site is at the moment when it is asked.
type State struct {
	Rules     string          // hash of the rules that are live
	LawAsOf   string          // month as 2026-02
	Since     time.Time       // when the live edition was swapped in
	Reloaded  time.Time       // when content was last read
	Refused   bool            // what was read last has mistakes and is not live
	Errors    int             // mistakes in what was read last
	CheckedOn time.Time       // the day on which the sources were last read again
	Checks    map[string]bool // the self-checks by name, and whether they passed
	DiskFree  int64           // bytes beside the database, negative if not known
	Pending   int             // counters not yet written, negative if not known

	Certificates map[string]time.Time // when certificates end, by domain of ours; the zero time for one that could not be had
}

// A Build is which program this is.
type Build struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

// DatabaseCheck is the name of the check that localvote_database_up repeats.
const DatabaseCheck = "database"

// Watch adds the state of the site: ask is called at each scrape and must come back
// soon. It is called once for a Set.
func (s *Set) Watch(b Build, ask func() State) {
	if s != nil {
		s.registry.MustRegister(watcher{b, ask})
	}
}

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("localvote_"+name, help, labels, nil)
}

var (
	buildInfo     = describe("build_info", "Which program this is; always 1.", "version", "commit", "go")
	editionInfo   = describe("edition_info", "Which rules are live; always 1.", "rules", "law_as_of")
	editionSince  = describe("edition_since_timestamp_seconds", "When the live edition was swapped in.")
	reloadTime    = describe("reload_timestamp_seconds", "When content was last read.")
	reloadSuccess = describe("reload_success", "1 if what was read last is live, 0 if it has mistakes.")
	contentErrors = describe("content_errors", "Mistakes in the content that was read last.")
	sourcesTime   = describe("sources_checked_timestamp_seconds", "The day on which people last read a source again.")
	databaseUp    = describe("database_up", "1 if the database reads and writes.")
	checkUp       = describe("self_check_up", "1 if a self-check passed, as in /readyz.", "check")
	diskFree      = describe("disk_free_bytes", "Free bytes in the folder of the database.")
	pending       = describe("counters_pending", "Daily counters that wait to be written.")
	certificate   = describe("certificate_expires_seconds", "When the certificate of a domain of ours ends, as Unix time; 0 if none could be had.", "domain")
)

// A watcher turns a State into metrics.
type watcher struct {
	build Build
	ask   func() State
}

// Describe implements prometheus.Collector.
func (w watcher) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{buildInfo, editionInfo, editionSince, reloadTime, reloadSuccess, contentErrors,
		sourcesTime, databaseUp, checkUp, diskFree, pending, certificate} {
		out <- d
	}
}

// Collect implements prometheus.Collector.
func (w watcher) Collect(out chan<- prometheus.Metric) {
	gauge := func(d *prometheus.Desc, value float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, value, labels...)
	}
	at := w.ask()
	gauge(buildInfo, 1, w.build.Version, w.build.Commit, w.build.Go)
	gauge(editionInfo, 1, at.Rules, at.LawAsOf)
	gauge(editionSince, seconds(at.Since))
	gauge(reloadTime, seconds(at.Reloaded))
	gauge(reloadSuccess, truth(!at.Refused))
	gauge(contentErrors, float64(at.Errors))
	if !at.CheckedOn.IsZero() {
		gauge(sourcesTime, seconds(at.CheckedOn))
	}
	gauge(databaseUp, truth(at.Checks[DatabaseCheck]))
	for name, passed := range at.Checks {
		gauge(checkUp, truth(passed), name)
	}
	if at.DiskFree >= 0 {
		gauge(diskFree, float64(at.DiskFree))
	}
	if at.Pending >= 0 {
		gauge(pending, float64(at.Pending))
	}
	for domain, end := range at.Certificates {
		if end.IsZero() {
			end = time.Unix(0, 0)
		}
		gauge(certificate, seconds(end), domain)
	}
}

func seconds(t time.Time) float64 { return float64(t.Unix()) }

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
