package templates

// APIPage describes the API to people. What is in English only comes from the
// description for programs.
type APIPage struct {
	Frame
	Kick     string
	Heading  string
	Lead     string
	Pass     []Pair
	Start    []string
	Try      []APISample
	Privacy  []string
	Limits   []Pair
	Files    []Link
	Ops      []APIOp
	Problems []APIProblem
	Codes    []Pair
	Fields   Link // the page with the fields of every answer
	Licences []string
	Data     Link
}

// APIFieldsPage lists the fields of every answer.
type APIFieldsPage struct {
	Frame
	Kick    string
	Heading string
	Lead    string
	Back    Link
	Schemas []APISchema
}

// APIOp is one operation.
type APIOp struct {
	ID       string // anchor
	Method   string
	Path     string
	Title    string
	About    string // English
	Params   []APIField
	Body     []APIField
	Samples  []APISample
	Reply    *Link // schema of the answer
	Problems []Link
}

// APIField is a parameter or a field.
type APIField struct {
	Name  string
	Need  string // whether it is required, and where it stands
	About string // English
	Type  *Link  // schema of its values
	Words string // what may stand there
}

// APISample is a request with its answer.
type APISample struct {
	Title     string
	TitleLang string
	Curl      string
	Answer    string
	Lang      string // of the answer
}

// APIProblem is a kind of problem.
type APIProblem struct {
	ID      string // anchor
	Status  string
	Title   string
	Text    string
	Example string
}

// APISchema is the fields of an object, or the words of a list.
type APISchema struct {
	ID     string // anchor
	Name   string
	About  string // English
	Fields []APIField
	Words  string
}
