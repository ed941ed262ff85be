// Package static holds the files that browsers fetch beside the pages. It leaves
// compressing them and putting fingerprints into their addresses to package asset.
package static

import "embed"

// FS holds the stylesheet, the optional script and the icon.
//
//go:embed css js favicon.svg favicon.ico apple-touch-icon.png
var FS embed.FS
