package web_test

import (
	"net/http"
	"testing"

	"localvote/web/webtest"
)

// Who may stand is led to how one is nominated, everybody else to who may stand.
func TestResultLeadsCandidatesOn(t *testing.T) {
	oneByOne(t)
	r := newRig(t)
	for answers, want := range map[string]string{
		"country=ru citizenship=by age=21plus residence=permanent registered=yes": "nomination",
		"country=by citizenship=ru age=21plus residence=permanent third_state=no": "nomination",
		"country=ru citizenship=by age=21plus residence=temporary":                "standing",
		"country=ru citizenship=both age=21plus":                                  "standing", // the law does not settle it
		"country=by":                                                              "standing", // it depends
	} {
		result := get(r, "/en/result/"+r.code(t, answers)).want(t, http.StatusOK)
		for _, page := range []string{"nomination", "standing"} {
			if shown := webtest.First(result.doc, "a[href=/en/"+page+"]") != nil; shown != (page == want) {
				t.Errorf("%s: a link to %s is shown: %v", answers, page, shown)
			}
		}
	}
}
