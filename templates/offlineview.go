package templates

// OfflinePage is /{lang}/offline: the ways to have the site where there is no line.
type OfflinePage struct {
	Frame
	Kick    string
	Heading string
	Lead    string
	Keeper  *Keeper       // nil where nothing can be kept: in a copy
	Files   []OfflineFile // the site in one file, one for each language
	Folder  []OfflineFile // the site as a folder
	Ask     Link          // where to ask for files, if there are none here
}

// Keeper is what keeps a copy in the browser. Its words are for the script, which
// puts a day where "%s" stands.
type Keeper struct {
	L       Localizer
	List    string // address of the list of what a copy holds
	Edition string
	About   string
	Facts   []string // what a copy does and does not
	Traces  []string // what it leaves behind
}

// OfflineFile is a file to take away.
type OfflineFile struct {
	Link
	About string // size and day
}

// CopyNote is said above a page of a kept copy.
type CopyNote struct {
	Stylesheet string // address with fingerprint
	Text       string
	Old        bool // the copy is so old that it must be said louder
}
