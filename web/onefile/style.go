package onefile

import (
	"bytes"
	_ "embed"
	"errors"
	"regexp"
)

// own is the stylesheet of the file. It is written for old phones: no layers, no
// :is(), and a size in plain units everywhere.
//
//go:embed style.css
var own string

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	space   = regexp.MustCompile(`\s+`)
)

// Style is the stylesheet of the file with the colours of the site, light and dark.
func Style(site []byte) (string, error) {
	_, rest, begins := bytes.Cut(site, []byte(":root"))
	tokens, _, ends := bytes.Cut(rest, []byte("*,"))
	if !begins || !ends {
		return "", errors.New("the stylesheet of the site does not begin with its colours")
	}
	plain := comment.ReplaceAllString(":root"+string(tokens), "")
	return space.ReplaceAllString(plain, " ") + own, nil
}
