package templates

import "localvote/web/lang"

// OneFilePage is the whole site in one file, before package onefile makes it small
// and leads its links to places within it.
type OneFilePage struct {
	Lang    lang.Lang
	L       Localizer
	Title   string
	Heading string
	Style   string // the stylesheet itself
	Made    string // when, and what that means for the law
	About   []string
	Live    *Link // the site itself; nil if nobody said where it is
	Parts   []OneFileGroup
	Check   OneFileCheck
	Pages   []OneFilePart
}

// OneFileGroup is some lines of the contents under one title.
type OneFileGroup struct {
	Title string
	Links []Link
}

// OneFilePart is one page of the book; ID is its anchor.
type OneFilePart struct {
	ID   string
	Page ExplainerPage
}

// OneFileCheck is the questionnaire without a server: every answer leads on to the
// next question or to the verdicts, and those lead to their reasons.
type OneFileCheck struct {
	Heading  string
	How      string
	Unasked  string
	Question string
	Branches []OneFileBranch
	Why      string
	Rights   []OneFileReasons
}

// OneFileBranch is one or more answers that lead on in the same way: to a question
// with branches of its own, or to verdicts.
type OneFileBranch struct {
	Answers  []string
	Question string
	Branches []OneFileBranch
	Verdicts []OneFileVerdict
}

// OneFileVerdict is one line of a result; Href leads to its reasons.
type OneFileVerdict struct {
	Mark  Mark
	Right string
	Href  string
}

// OneFileReasons are all reasons that there can be about one right.
type OneFileReasons struct {
	Name string
	All  []OneFileReason
}

// OneFileReason is why the answer about a right is what it is; ID is its anchor.
type OneFileReason struct {
	ID      string
	Country string
	Right   RightResult
}

// styleBlock wraps the stylesheet of the file; it comes from this site.
func styleBlock(css string) string { return "<style>" + css + "</style>" }
