// Package locales holds the words of the interface, one file for each language.
// It leaves reading and checking them to package catalog.
package locales

import "embed"

// FS holds ru.toml, be.toml and en.toml.
//
//go:embed *.toml
var FS embed.FS

// Tools holds what the tools for editors say, in Russian and Belarusian, by its
// English, which stands in the code: tools/ru.toml and tools/be.toml.
//
//go:embed tools/*.toml
var Tools embed.FS
