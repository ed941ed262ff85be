package templates

// The verdicts on what the press wrote.
const (
	True         Verdict = "true"
	Incomplete   Verdict = "incomplete"
	Misleading   Verdict = "misleading"
	False        Verdict = "false"
	Outdated     Verdict = "outdated"
	Opinion      Verdict = "opinion"
	Unverifiable Verdict = "unverifiable"
)

// PressMark is a verdict on a claim of the press with its word.
func PressMark(l Localizer, v Verdict) Mark { return Mark{Verdict: v, Word: pressWord(l, v)} }

// PressTally is how many claims got this verdict.
func PressTally(l Localizer, v Verdict, n int) Mark {
	return Mark{Verdict: v, Word: l.With("verdict.count", map[string]any{"word": pressWord(l, v), "n": n})}
}

func pressWord(l Localizer, v Verdict) string {
	switch v {
	case True:
		return l.T("press.true")
	case Incomplete:
		return l.T("press.incomplete")
	case Misleading:
		return l.T("press.misleading")
	case False:
		return l.T("press.false")
	case Outdated:
		return l.T("press.outdated")
	case Opinion:
		return l.T("press.opinion")
	default:
		return l.T("press.unverifiable")
	}
}

// looks gives each verdict on the press its colours and its silhouette.
var looks = map[Verdict]struct{ class, icon string }{
	True:         {"v-yes", "yes"},
	Incomplete:   {"v-yes", "part"},
	Misleading:   {"v-open", "warn"},
	False:        {"v-no", "no"},
	Outdated:     {"v-none", "old"},
	Opinion:      {"v-dep", "voice"},
	Unverifiable: {"v-open", "open"},
}
