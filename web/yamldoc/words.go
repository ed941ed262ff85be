package yamldoc

import (
	"strings"

	"localvote/web/message"
)

// libraryWords are what the YAML library says most often, and what it means for
// somebody who has never heard of tokens and mappings.
var libraryWords = []struct {
	says  string
	means message.Message
}{
	{"the file is empty", message.New("the file is empty")},
	{"found character that cannot start any token", message.New("a tab, or a sign with which nothing can begin")},
	{"found a tab character", message.New("a tab stands where spaces belong")},
	{"mapping values are not allowed in this context", message.New("a colon where none can be, or a line that is indented too far")},
	{"did not find expected key", message.New("here or a few lines below or above a line is indented otherwise than its neighbours, or a quotation mark is missing")},
	{"did not find expected '-' indicator", message.New("a line of a list is indented otherwise than its neighbours")},
	{"did not find expected ',' or ']'", message.New("a comma or a closing bracket ] is missing")},
	{"did not find expected ',' or '}'", message.New("a comma or a closing brace } is missing")},
	{"found unexpected end of stream", message.New("a closing quotation mark is missing")},
	{"could not find expected ':'", message.New("a colon is missing after the name")},
	{"found unknown escape character", message.New("a backslash \\ inside double quotes")},
	{"found undefined tag handle", message.New("a ! at the beginning of a value: put the value in quotes")},
	{"unknown anchor", message.New("a * at the beginning of a value: put the value in quotes")},
	{"control characters are not allowed", message.New("there are characters in it that no text has; is it a text file?")},
	{"invalid leading UTF-8 octet", message.New("the file is not saved as UTF-8")},
	{"invalid trailing UTF-8 octet", message.New("the file is not saved as UTF-8")},
	{"incomplete UTF-8 octet sequence", message.New("the file is not saved as UTF-8")},
}

// plainWords says in plain words what the YAML library found, or quotes it.
func plainWords(library string) message.Message {
	for _, w := range libraryWords {
		if strings.Contains(library, w.says) {
			return w.means
		}
	}
	return message.New("%s", library)
}
