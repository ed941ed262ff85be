package web_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/fstest"

	"localvote/web"
)

// A book with very many pages is not drawn and pressed whole: what is far back is kept
// once somebody has asked for it.
func TestLargeBook(t *testing.T) {
	e := copyContent(t)
	const more = web.MaxBook/3 + 20
	for i := range more {
		for _, name := range []string{"page.yaml", "ru.md", "be.md", "en.md"} {
			e.files[fmt.Sprintf("pages/more-%03d/%s", i, name)] = &fstest.MapFile{Data: e.files["pages/press/"+name].Data}
		}
	}
	s, problems := e.build()
	if problems.Errors() > 0 {
		t.Fatal(problems)
	}
	r := rigOf(t, s, "")
	if n := r.BookSize(); n < web.MaxBook-2 || n > web.MaxBook+2 {
		t.Errorf("%d answers are made ready", n)
	}
	for _, address := range []string{"/be/in-russia", fmt.Sprintf("/be/more-%03d", more-1), "/ru/check"} {
		if r.ReadyFor(asked(address)) {
			t.Errorf("%s is ready before anybody has asked", address)
		}
		get(r, address).want(t, http.StatusOK)
		if !r.ReadyFor(asked(address)) {
			t.Errorf("%s is not kept", address)
		}
	}
}
