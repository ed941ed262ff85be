package templates

// EditorsPage is /{lang}/editors: what is live, and why newer content is not.
type EditorsPage struct {
	Frame
	Heading  string
	Lead     string
	Pass     []Pair   // live since, rules version, last read
	Sound    string   // said where everything that was read is live
	Refused  string   // said where it is not, and since when
	Mistakes Mistakes // that keep content from going live
	Warnings Mistakes
	Behind   []Pair // each language, and how far it is behind
	More     *Link  // the state of every page; nil for none
}

// Mistakes are problems in the content, with their number in words.
type Mistakes struct {
	Title string
	List  []Mistake
}

// Mistake is one problem in the content.
type Mistake struct {
	Place string // "pages/about/ru.md:12:1"
	Kind  string // "error [E207]"
	Words string
	Hint  string // "" for none
}
