package web

import (
	"slices"
	"strings"

	"localvote/templates"
	"localvote/web/asset"
	"localvote/web/sheet"
)

// Kinds of pages by the styles that they need; package sheet has a sheet for each.
const (
	kindHome   = "home"
	kindRead   = "read"
	kindLevels = "levels" // which bodies are elected: a picture, nested boxes, ways to choose a head
	kindLetter = "letter" // letters to the commission, to print
	kindAsk    = "ask"
	kindResult = "result"
	// kindResults is a result with what few ask for: an earlier edition beside today's,
	// a code for cameras, the questions of the no-trace mode, a day that is none.
	kindResults = "results"
	kindPlace   = "place"
	kindLists   = "lists"
	kindTools   = "tools"
	// Pages of the book with long lists have a sheet of their own, which is called as
	// they are: each shows things that no other page does.
	kindClaims, kindGlossary, kindNumbers, kindSources, kindTimeline = "claims", "glossary", "numbers", "sources", "timeline"
	kindVoices, kindOpen                                             = "what-people-say", "open-questions"
	// kindWhole is a page that may hold anything, such as a kept version of a page or
	// the style guide: it has the stylesheet in one piece.
	kindWhole = "whole"
)

// ownSheets are the pages of the book that have one to themselves.
var ownSheets = []string{kindClaims, kindGlossary, kindNumbers, kindSources, kindTimeline, kindVoices, kindOpen}

// kindOf tells the kind of a page by its address behind the language.
func (v *visit) kindOf(path string) string {
	first, rest, deep := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch first {
	case "":
		return kindHome
	case "check":
		if rest == "all" || strings.HasPrefix(rest, "private") {
			return kindTools
		}
		return kindAsk
	case "leaflet": // two bilingual faces, like no other page
		return kindTools
	case "result":
		return kindResult
	case "places":
		return kindPlace
	case "in-russia", "in-belarus", "residence", "standing", "how-to-vote", "not-about-voting", "about", "accessibility", "privacy", "nomination", "federal-cities", "referendum":
		if !deep || rest == "easy" {
			return kindRead
		}
	case "letter":
		if !deep {
			return kindLetter
		}
		if rest == "easy" {
			return kindRead
		}
	case "which-elections":
		if !deep {
			return kindLevels
		}
		if rest == "easy" {
			return kindRead
		}
	}
	if !deep && slices.Contains(ownSheets, first) {
		return first
	}
	// Other pages of the book may hold any list, table or picture.
	if _, ok := v.site.Book.Get(first); ok && !deep {
		return kindLists
	}
	return kindTools
}

// stylesheets are what a page of a kind links.
func (v *visit) stylesheets(kind string) templates.Stylesheets {
	url := v.site.Assets.URL
	own := url(asset.SheetName(kind))
	if own == "" || v.server.copied { // a copy has one sheet for all pages: it needs no line
		return templates.Stylesheets{Core: url(asset.Whole)}
	}
	return templates.Stylesheets{Core: url(asset.SheetName(sheet.Core)), Kind: own, Seldom: url(asset.SheetName(sheet.Seldom)), SeldomMedia: sheet.SeldomMedia}
}
