package openapi

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// YAML writes a value that Decode has read. Every string stands in quotes, as in
// JSON: no reader of YAML, old or new, takes "no" for false or a day for a number.
func YAML(v any) ([]byte, error) {
	var out bytes.Buffer
	if err := writeBlock(&out, v, 0); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// plainName is what may be a name without quotes: no number, and not a word that
// means true, false or nothing.
var plainName = regexp.MustCompile(`^[A-Za-z$_/][A-Za-z0-9$_/.{}-]+$`)

var meaningful = map[string]bool{"yes": true, "no": true, "on": true, "off": true, "true": true, "false": true, "null": true}

func writeBlock(out *bytes.Buffer, v any, depth int) error {
	margin := strings.Repeat("  ", depth)
	switch v := v.(type) {
	case Object:
		for _, m := range v {
			name, err := writtenName(m.Name)
			if err != nil {
				return err
			}
			out.WriteString(margin + name + ":")
			if err := writeBelow(out, m.Value, depth+1); err != nil {
				return err
			}
		}
	case []any:
		for _, item := range v {
			out.WriteString(margin + "-")
			if err := writeBelow(out, item, depth+1); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("the document is a %T", v)
	}
	return nil
}

// writeBelow writes a value behind a name or a dash: on the same line if it is
// single, below it otherwise.
func writeBelow(out *bytes.Buffer, v any, depth int) error {
	if o, ok := v.(Object); ok && len(o) > 0 {
		out.WriteByte('\n')
		return writeBlock(out, o, depth)
	}
	if list, ok := v.([]any); ok && len(list) > 0 {
		out.WriteByte('\n')
		return writeBlock(out, list, depth)
	}
	text, err := encode(v)
	if err != nil {
		return err
	}
	out.WriteByte(' ')
	out.Write(text)
	out.WriteByte('\n')
	return nil
}

func writtenName(name string) (string, error) {
	if plainName.MatchString(name) && !meaningful[strings.ToLower(name)] {
		return name, nil
	}
	text, err := encode(name)
	return string(text), err
}
