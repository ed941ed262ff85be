package templates

// ChangelogView is what changed in our answers, newest first.
type ChangelogView struct {
	L       Localizer
	Entries []LogEntry
	Feed    Link // of the same as a feed; zero for none
}

// LogEntry is one change of our answers.
type LogEntry struct {
	ID      string
	Day     string // for machines
	Date    string // for readers
	Title   string // "First publication", "Answers that changed: 24"
	Why     string
	Removed string // said where questions or options are gone, "" elsewhere
	Turns   []LogTurn
	Notes   []SourceNote
}

// LogTurn is one right that got another verdict for some people.
type LogTurn struct {
	Right    string
	From, To Mark
	Days     string   // in which elections
	Who      [][]Pair // groups of people: questions and answers; none for everybody
	Count    string   // how many combinations of answers
}
