package site

import (
	"path"
	"regexp"
	"slices"

	"localvote/web/problem"
)

// A lean says of some codes on which files such a statement leans: "there is no
// source x" is worth nothing while a file of sources cannot be read.
type lean struct {
	codes *regexp.Regexp
	on    *regexp.Regexp // nil: the files of the same folder
}

var leans = []lean{
	{regexp.MustCompile(`^(E015|E016|E205|R004|R008)$`), regexp.MustCompile(`^sources/`)},
	{regexp.MustCompile(`^(E206|R005|R011)$`), regexp.MustCompile(`^facts/`)},
	{regexp.MustCompile(`^(E206|E208|R006|R007|D010)$`), regexp.MustCompile(`^(pages/.*/page\.yaml|glossary\.yaml|sources/|eligibility/)`)},
	{regexp.MustCompile(`^(E203|E204|E205|E212)$`), nil},
	{regexp.MustCompile(`^D00[3-9]$`), regexp.MustCompile(`^places/`)},
	{regexp.MustCompile(`^(R016|D011|E01[0-4]|E02[0-9]|C\d\d|P\d\d)$`), regexp.MustCompile(`^eligibility/`)},
}

// unread are the codes of mistakes after which something of a file was not read:
// the file as a whole, or an entry of it.
var unread = regexp.MustCompile(`^(E00\d|E01[0-4]|E099|E201|F\d\d|R00[1-3]|D00[1-3])$`)

// withoutConsequences leaves out what only follows from another mistake: one slip
// should give one message. What is left out for nothing comes back as soon as the
// slip is mended.
func withoutConsequences(list problem.List) problem.List {
	broken := map[string]bool{}
	for _, p := range list {
		if p.Severity == problem.Error && unread.MatchString(p.Code) {
			broken[p.Pos.File] = true
		}
	}
	if len(broken) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(p problem.Problem) bool {
		return slices.ContainsFunc(leans, func(l lean) bool { return l.codes.MatchString(p.Code) && l.leansOnBroken(p, broken) })
	})
}

// leansOnBroken tells whether a file that the statement leans on was not read. A
// statement about its own file and place is a cause, not a consequence.
func (l lean) leansOnBroken(p problem.Problem, broken map[string]bool) bool {
	for file := range broken {
		switch {
		case l.on == nil && path.Dir(file) == path.Dir(p.Pos.File) && file != p.Pos.File,
			l.on != nil && l.on.MatchString(file) && file != p.Pos.File,
			file == p.Pos.File && !unread.MatchString(p.Code):
			return true
		}
	}
	return false
}
