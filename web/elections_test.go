package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	"localvote/web/lang"
	"localvote/web/webtest"
)

// A library of somebody else reads the calendar: every known election day, as a
// whole day, with the words of the questionnaire, which say how the day is known.
func TestElectionsCalendar(t *testing.T) {
	r := newRig(t)
	for _, l := range lang.All() {
		a := get(r, "/"+string(l)+"/elections.ics").want(t, http.StatusOK)
		if kind := a.Header().Get("Content-Type"); kind != "text/calendar; charset=utf-8" {
			t.Error(kind)
		}
		c, err := ical.NewDecoder(a.Body).Decode()
		if err != nil {
			t.Fatal(err)
		}
		events := c.Events()
		if len(events) != len(r.q.Elections) {
			t.Fatalf("%s: %d days, not %d", l, len(events), len(r.q.Elections))
		}
		for i, e := range events {
			known := r.q.Elections[i]
			start, err := e.DateTimeStart(time.UTC)
			if err != nil || start.Format(time.DateOnly) != known.Day || e.Props.Get("DTSTART").ValueType() != ical.ValueDate {
				t.Errorf("%s: %v %v", l, start, err)
			}
			summary, _ := e.Props.Text("SUMMARY")
			about, _ := e.Props.Text("DESCRIPTION")
			if words := r.q.Text(l, "election."+known.ID, ""); summary != words || !strings.HasPrefix(about, words) {
				t.Errorf("%s: %q", l, summary)
			}
			if uid, _ := e.Props.Text("UID"); uid != "election-"+known.ID+"@localvote.example" {
				t.Error(uid)
			}
			if status := e.Props.Get("STATUS"); (status != nil && status.Value == "TENTATIVE") != known.Calculated {
				t.Errorf("%s: %s is %v", l, known.ID, status)
			}
			stamp, err := e.Props.DateTime("DTSTAMP", time.UTC)
			source, _ := r.live.Site().Sources.Get(known.Sources[0])
			if err != nil || stamp.In(time.FixedZone("", 3*60*60)).Format(time.DateOnly) != source.CheckedOn {
				t.Errorf("%s: stamp %v, checked on %s", l, stamp, source.CheckedOn)
			}
			link := strings.TrimPrefix(e.Props.Get("URL").Value, baseURL)
			get(r, link).want(t, http.StatusOK)
		}
		belarus, _ := events[1].Props.Text("DESCRIPTION")
		for _, step := range []string{"step.by.do.check_list", "step.by.do.nominate"} {
			if words := r.q.Text(l, step+".text", ""); words == "" || !strings.Contains(belarus, words) {
				t.Errorf("%s: the calendar does not say %q", l, words)
			}
		}
		result := get(r, "/"+string(l)+"/result/"+r.code(t, "country=ru citizenship=by age=21plus residence=permanent registered=yes")).want(t, http.StatusOK)
		if webtest.First(result.doc, "a[href=/"+string(l)+"/elections.ics]") == nil {
			t.Errorf("%s: a result does not lead to the calendar", l)
		}
	}
}
