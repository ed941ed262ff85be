package sheet

import (
	"fmt"
	"strings"
)

// groups are the at-rules whose blocks hold rules.
var groups = []string{"@layer", "@media", "@supports", "@container"}

// parse reads a stylesheet into its rules, without comments.
func parse(source string) ([]leaf, error) {
	p := &parser{text: withoutComments(source)}
	p.block(nil)
	if p.err == nil && strings.TrimSpace(p.text) != "" {
		p.err = fmt.Errorf("a closing brace without an opening one before %q", start(p.text))
	}
	return p.leaves, p.err
}

type parser struct {
	text   string // that is left
	leaves []leaf
	err    error
}

// block reads rules up to the closing brace of what they stand in, or to the end.
func (p *parser) block(within []string) {
	for p.err == nil {
		p.text = strings.TrimSpace(p.text)
		if p.text == "" || p.text[0] == '}' {
			return
		}
		at := find(p.text, "{;}")
		if at < 0 || p.text[at] == '}' {
			p.err = fmt.Errorf("no block after %q", start(p.text))
			return
		}
		head := strings.Join(strings.Fields(p.text[:at]), " ")
		statement := p.text[at] == ';'
		rest := p.text[at+1:]
		switch {
		case statement:
			p.text = rest
			p.leaves = append(p.leaves, leaf{within: within, head: head})
		case isGroup(head):
			p.text = rest
			p.block(append(within[:len(within):len(within)], head))
			if p.err == nil && p.text == "" {
				p.err = fmt.Errorf("%s is not closed", head)
			}
			p.text = strings.TrimPrefix(p.text, "}")
		default:
			end := find(rest, "}")
			if end < 0 {
				p.err = fmt.Errorf("%s is not closed", head)
				return
			}
			if body := strings.TrimSpace(rest[:end]); body != "" {
				p.leaves = append(p.leaves, leaf{within: within, head: head, body: body})
			}
			p.text = rest[end+1:]
		}
	}
}

func isGroup(head string) bool {
	for _, g := range groups {
		if strings.HasPrefix(head, g+" ") || head == g {
			return true
		}
	}
	return false
}

// find is where the first of some signs stands outside of strings, brackets and
// nested blocks; -1 for nowhere.
func find(text, signs string) int {
	depth := 0
	var quote byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case depth == 0 && strings.IndexByte(signs, c) >= 0:
			return i
		case c == '(' || c == '[' || c == '{':
			depth++
		case c == ')' || c == ']' || c == '}':
			depth--
		}
	}
	return -1
}

func withoutComments(source string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(source, "/*")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		_, source, _ = strings.Cut(rest, "*/")
	}
}

// start is the beginning of a text, for messages.
func start(text string) string {
	const enough = 40
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > enough {
		return text[:enough] + "…"
	}
	return text
}
