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
	in    *regexp.Regexp // files in which the codes mean this; nil: all
}

var leans = []lean{
	{regexp.MustCompile(`^(E015|E016|E205|R004|R008)$`), regexp.MustCompile(`^sources/`), nil},
	{regexp.MustCompile(`^(E206|R005|R011|R014)$`), regexp.MustCompile(`^facts/`), nil},
	{regexp.MustCompile(`^(E206|E208|R006|R007|D010)$`), regexp.MustCompile(`^(pages/.*/page\.yaml|glossary\.yaml|sources/|eligibility/|places/)`), nil},
	{regexp.MustCompile(`^(E203|E204|E205|E212)$`), nil, nil},
	{regexp.MustCompile(`^Q04$`), regexp.MustCompile(`^places/`), nil},
	{regexp.MustCompile(`^D00[3-9]$`), regexp.MustCompile(`^places/`), nil},
	{regexp.MustCompile(`^E014$`), regexp.MustCompile(`^(levels\.yaml|eligibility/)`), regexp.MustCompile(`^places/`)},
	{regexp.MustCompile(`^(R016|D011|C\d\d|P\d\d)$`), regexp.MustCompile(`^eligibility/`), nil},
	{regexp.MustCompile(`^(E01[0-4]|E02\d)$`), regexp.MustCompile(`^eligibility/(questions|rights)`), regexp.MustCompile(`^eligibility/`)},
}

// unread are the codes of mistakes after which something of a file was not read:
// the file as a whole, or an entry of it.
var unread = regexp.MustCompile(`^(E00\d|E01[0-4]|E099|E20[123]|F\d\d|R00[1-3]|D00[1-3])$`)

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
	wrongSign := map[string]bool{} // files with a link or a short sign that cannot be read
	for _, p := range list {
		if p.Code == "E206" || p.Code == "E208" {
			wrongSign[p.Pos.File] = true
		}
	}
	list = slices.DeleteFunc(list, func(p problem.Problem) bool { return p.Code == "E212" && wrongSign[p.Pos.File] })
	if len(broken) == 0 {
		return list
	}
	return slices.DeleteFunc(list, func(p problem.Problem) bool {
		return slices.ContainsFunc(leans, func(l lean) bool {
			return l.codes.MatchString(p.Code) && (l.in == nil || l.in.MatchString(p.Pos.File)) && l.leansOnBroken(p, broken)
		})
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
