package templates

// DataPage lists the files of the open data.
type DataPage struct {
	Frame
	Kick     string
	Heading  string
	Lead     string
	Pass     []Pair
	Files    []DataFile
	All      Link // everything in one file
	Notes    []string
	Licences []string
	Cite     string
	Table    Link   // the decision table as a page
	Sums     []Pair // checksums by file
}

// DataFile is one set of data in its forms.
type DataFile struct {
	What  string
	Links []Link
	Rows  string // "" where rows mean nothing
	Terms string // name of the licence
}

// TablePage is the decision table with the form that picks its rows.
type TablePage struct {
	Frame
	Kick     string
	Heading  string
	Lead     string
	Errors   []ErrorLink
	Action   string
	Filters  []Choice
	Reset    *Link // the table without a choice; nil where nothing was chosen
	Count    string
	Shown    string // which rows of how many, "" for all
	None     string // said instead of a table without rows
	Notes    []string
	Caption  string
	Columns  []string // questions that matter, then rights
	Rows     []TableRow
	CSV      Link
	Previous *Link
	Next     *Link
	Page     string // "Page 1 of 3", "" where there is one
	Data     Link
}

// TableRow is one row of the decision table.
type TableRow struct {
	Number  string
	Answers []TableCell
	Marks   []Mark
	Count   string
	Result  *Link // nil where an answer must not stand in an address
}

// TableCell is the answers of a row to one question; Any where every answer is.
type TableCell struct {
	Text string
	Any  bool
}

// Choice is a list to choose from in a form without questions.
type Choice struct {
	ID      string
	Name    string
	Label   string
	Hint    string
	Error   string
	Options []ChoiceOption
}

// ChoiceOption is one line of a Choice.
type ChoiceOption struct {
	Value    string
	Text     string
	Selected bool
}
