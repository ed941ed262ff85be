package web

import "strings"

// Surrogate keys name what a kept answer is made of, so that a cache in front can be
// told to let go of all answers with a key (the header of the Edge Architecture
// Specification that Fastly and Varnish read). They stand on answers that everybody
// may keep, and on no others: a page of the questionnaire has none.

const surrogateHeader = "Surrogate-Key"

// surrogateKeys are those of a page: of its language, of the edition of the rules,
// and of the page in all its languages. An address that is not ours has no page, so
// nothing that a reader made up gets here.
func (v *visit) surrogateKeys(path string) string {
	_, page, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	if page == "" {
		page = "home"
	}
	return "site lang-" + string(v.lang) + " edition-" + v.q.Hash[:min(12, len(v.q.Hash))] + " page-" + strings.ReplaceAll(page, "/", "-")
}
