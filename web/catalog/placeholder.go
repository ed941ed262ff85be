package catalog

import (
	"errors"
	"fmt"
	"regexp"
	"text/template"
	"text/template/parse"
)

// parserPrefix counts lines of the text, which would be taken for lines of the file.
var parserPrefix = regexp.MustCompile(`^template: text:\d+: `)

// placeholders are the names in a text: "place" for {{.place}}. Anything else
// between double braces is an error: conditions and functions belong in code.
func placeholders(text string) (map[string]bool, error) {
	parsed, err := template.New("text").Parse(text)
	if err != nil {
		return nil, errors.New(parserPrefix.ReplaceAllString(err.Error(), ""))
	}
	names := map[string]bool{}
	if parsed.Tree == nil {
		return names, nil
	}
	for _, node := range parsed.Root.Nodes {
		if node.Type() == parse.NodeText {
			continue
		}
		name, ok := fieldName(node)
		if !ok {
			return nil, fmt.Errorf("%s is not a plain placeholder", node)
		}
		names[name] = true
	}
	return names, nil
}

func fieldName(node parse.Node) (name string, ok bool) {
	action, ok := node.(*parse.ActionNode)
	if !ok || len(action.Pipe.Decl) > 0 || len(action.Pipe.Cmds) != 1 || len(action.Pipe.Cmds[0].Args) != 1 {
		return "", false
	}
	field, ok := action.Pipe.Cmds[0].Args[0].(*parse.FieldNode)
	if !ok || len(field.Ident) != 1 {
		return "", false
	}
	return field.Ident[0], true
}
