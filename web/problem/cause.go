package problem

import (
	"encoding/csv"
	"errors"
	"io/fs"

	"localvote/web/message"
)

// Cause says why something failed in words that need no knowledge of programs,
// where it is known; otherwise as the library says it, in English.
func Cause(err error) message.Message {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return message.New("there is no such file")
	case errors.Is(err, fs.ErrPermission):
		return message.New("nobody but its owner may read it")
	case errors.Is(err, csv.ErrQuote):
		return message.New("a quotation mark stands in the middle of a cell, or the closing one is missing")
	case errors.Is(err, csv.ErrFieldCount):
		return message.New("the row has another number of cells than the head")
	case errors.As(err, &path):
		return message.New("%v", path.Err)
	}
	return message.New("%v", err)
}
