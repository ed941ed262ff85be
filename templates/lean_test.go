package templates

import "testing"

func TestLean(t *testing.T) {
	const sprite = `<svg class="sprite" width="0"><symbol id="i-yes" viewBox="0 0 24 24"><path></path></symbol> <symbol id="i-no"><g></g></symbol> <symbol id="i-go"><path></path></symbol></svg></body></html>`
	for page, want := range map[string]string{
		``:                            ``,
		`<p>no sprite</p>`:            `<p>no sprite</p>`,
		`<p></p>` + sprite:            `<p></p><svg class="sprite" width="0"></svg></body></html>`,
		`<use href="#i-no">` + sprite: `<use href="#i-no"><svg class="sprite" width="0"><symbol id="i-no"><g></g></symbol></svg></body></html>`,
		`<use href="#i-go"><use href="#i-go"><use href="#i-yes">` + sprite: `<use href="#i-go"><use href="#i-go"><use href="#i-yes"><svg class="sprite" width="0"><symbol id="i-yes" viewBox="0 0 24 24"><path></path></symbol><symbol id="i-go"><path></path></symbol></svg></body></html>`,
		`<use href="#i-`:                                 `<use href="#i-`,
		`<svg class="sprite"><symbol id="`:               `<svg class="sprite"><symbol id="`,
		`<svg class="sprite"></symbol><symbol id="i-x">`: `<svg class="sprite"></symbol><symbol id="i-x">`,
	} {
		if got := string(Lean([]byte(page))); got != want {
			t.Errorf("Lean(%q)\n got %q\nwant %q", page, got, want)
		}
	}
}
