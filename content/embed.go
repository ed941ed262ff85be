// Package content holds the words, rules and data of the site, built into the
// program. A running server can read a folder instead: --content.
package content

import "embed"

// FS is the content as it was when the program was built.
//
//go:embed *.yaml short.csv sources facts pages eligibility places words
var FS embed.FS
