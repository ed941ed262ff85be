package eligibility

import (
	"slices"
	"strings"

	"localvote/web/message"
	"localvote/web/problem"
)

// A keeper holds today's rules to what readers were told: links that they saved
// keep their meaning (C12), and no answer becomes another one without a word in
// the change log (C13).
type keeper struct {
	*loader
	now     *Questionnaire
	log     *Changelog
	release *Release
}

// first is all that can be checked while nothing was released.
func (k *keeper) first() {
	if e, mark := k.log.Entries[0], k.now.Mark(); e.Rules != mark {
		k.Errorf(e.at[fieldRules], "C13", "the rules are %s, and the newest entry is about other ones", mark)
	}
}

func (k *keeper) check() {
	k.oldCodes()
	k.releasedEntries()
	unreleased := k.log.Since(k.release)
	switch {
	case len(unreleased) > 1:
		k.Errorf(unreleased[1].Pos, "C13", "%d entries are newer than the last release", len(unreleased)).Hint("make one of them, or release the older ones first")
	case len(unreleased) == 1 && unreleased[0] != k.log.Entries[0]:
		k.Errorf(unreleased[0].Pos, "C13", "the entry %q was not released, but stands below one that was", unreleased[0].ID).Hint("newest first")
	default:
		k.newest(k.log.Entries[0], len(unreleased) == 1)
	}
}

// Since are the entries that a release did not have yet.
func (c *Changelog) Since(release *Release) []*LogEntry {
	var out []*LogEntry
	for _, e := range c.Entries {
		if _, ok := release.Changelog.Entry(e.ID); !ok {
			out = append(out, e)
		}
	}
	return out
}

// releasedEntries checks that what was published stays. The sentences may be
// mended: they are texts.
func (k *keeper) releasedEntries() {
	for _, was := range k.release.Changelog.Entries {
		is, ok := k.log.Entry(was.ID)
		switch {
		case !ok:
			k.Errorf(problem.Pos{File: k.path(LogFile)}, "C13", "the released entry %q is gone", was.ID).Hint("ids are permanent: people link to them")
		case is.On != was.On || is.Rules != was.Rules || !sameLists(is, was):
			k.Errorf(is.Pos, "C13", "the entry %q does not say any more what was released", was.ID).Hint("only `why` and `sources` may be mended afterwards; take the rest from released/changelog.yaml")
		}
	}
}

func sameLists(a, b *LogEntry) bool {
	return sameChanges(a.Changes, b.Changes) && slices.Equal(a.Persons, b.Persons) && slices.Equal(a.Removed, b.Removed)
}

func sameChanges(a, b []LoggedChange) bool {
	return slices.EqualFunc(a, b, func(x, y LoggedChange) bool { return x.line() == y.line() })
}

// newest holds the newest entry against what became other since the release.
func (k *keeper) newest(e *LogEntry, unreleased bool) {
	since, mark := k.now.Since(k.release), k.now.Mark()
	switch {
	case e.Rules != mark:
		k.Errorf(e.at[fieldRules], "C13", "the rules are %s now, and the newest entry is about other ones: since the release %d verdicts changed", mark, since.Verdicts()).Try(writeEntry())
	case !unreleased && !since.IsZero():
		k.Errorf(e.Pos, "C12", "since the release these changed, and no entry says why: %s", strings.Join(slices.Concat(since.Persons, since.Removed), ", ")).Try(writeEntry())
	case unreleased:
		k.lists(e, since)
	}
}

func writeEntry() message.Message { return message.New("run `localvote changelog`, then write why") }

// lists holds what an entry lists against what changed since the release.
func (k *keeper) lists(e *LogEntry, since *Since) {
	if !sameChanges(e.Changes, since.Changes) {
		k.Errorf(e.at[fieldChanges], "C13", "the entry %q does not list the %d verdicts that changed since the release", e.ID, since.Verdicts()).Hint("run `localvote changelog` again")
	}
	if !slices.Equal(e.Persons, since.Persons) {
		k.Errorf(e.where(fieldPersons), "C12", "the entry %q does not name the test persons of the release that changed: %s", e.ID, strings.Join(since.Persons, ", ")).Hint("run `localvote changelog` again")
	}
	if !slices.Equal(e.Removed, since.Removed) {
		k.Errorf(e.where(fieldRemoved), "C12", "the entry %q does not name the questions and answers of the release that are gone: %s", e.ID, strings.Join(since.Removed, ", ")).Hint("run `localvote changelog` again")
	}
}

// where a field stands, or the entry if the field is not there.
func (e *LogEntry) where(field string) problem.Pos {
	if pos, ok := e.at[field]; ok {
		return pos
	}
	return e.Pos
}
