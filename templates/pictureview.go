package templates

// RightsMatrix is who may do what: every right by a few people, drawn with the
// marks of the verdicts, and the same in words.
type RightsMatrix struct {
	L      Localizer
	ID     string // element id; the parts of the drawing add to it
	Rows   []MatrixRow
	People []MatrixPerson
	Key    []Mark // the verdicts that occur
}

// MatrixRow is one right with its verdict for each person.
type MatrixRow struct {
	Right string
	Marks []Mark
}

// MatrixPerson is one column in words: the rights by verdict.
type MatrixPerson struct {
	Who    string
	Href   string // the result with all reasons
	Groups []MatrixGroup
}

// MatrixGroup is the rights that have the same verdict.
type MatrixGroup struct {
	Mark   Mark
	Rights []string
}

// PathView is how an answer was found: question by question to the verdict.
type PathView struct {
	L     Localizer
	ID    string
	Steps []PathStep
	Right string // what the verdict at the end is about
	Mark  Mark
	Next  string // said at the end where a question still waits for an answer
}

// PathStep is one question on the way, or beside it.
type PathStep struct {
	Question string
	Answer   string // what was answered, or why there is no answer
	Open     bool   // beside the way: not needed, or not answered yet
}

// TreePage is /{lang}/tree: every way through the questionnaire.
type TreePage struct {
	Frame
	Kick     string
	Heading  string
	Lead     string
	Counts   []string // how large it is, one sentence each
	How      []string // how to read the picture, one sentence each
	Key      []TreeQuestion
	Picture  TreePicture
	Branches []TreeBranch
	First    Link // the first question
	Pass     []Pair
	Back     Link
}

// TreeQuestion is a question with its answers as the picture numbers them.
type TreeQuestion struct {
	Title   string
	Answers []string
}

// TreePicture is the tree with equal parts taken together. Words says it all.
type TreePicture struct {
	ID     string
	Title  string
	Words  string
	Layers []TreeLayer
	Marks  []Mark // the verdicts that occur
}

// TreeLayer is the boxes that ask the same question.
type TreeLayer struct {
	Title string
	Boxes []TreeBox
}

// TreeBox is one box, with a cell for each of its ways on.
type TreeBox struct {
	Number int
	Cells  []TreeCell
}

// TreeCell leads to another box or, where To is 0, to a verdict.
type TreeCell struct {
	Label string // numbers of the answers: "2, 3"
	To    int
	Mark  Mark
}

// TreeBranch is an answer, or several that lead to the same, and what follows.
type TreeBranch struct {
	Answers string
	// An end: the verdict, the result, and what is still asked about other rights.
	Mark *Mark
	Href string
	More string
	// A question that follows.
	Question Link   // leads to the question itself
	Box      string // "box 5"
	Open     bool
	Branches []TreeBranch
}
