package e2e_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
)

// spoken are the elements of a role as a screen reader meets them, one a line:
// the name in quotes, and those of the properties asked for that are there.
// Hidden elements are not among them.
func (p *tab) spoken(role string, properties ...string) string {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	root, err := chromedp.Call(ctx, dom.GetDocument, dom.GetDocumentParams{})
	if err != nil {
		p.t.Fatal(err)
	}
	found, err := chromedp.Call(ctx, accessibility.QueryAXTree, accessibility.QueryAXTreeParams{NodeID: root.Root.NodeID, Role: role})
	if err != nil {
		p.t.Fatal(err)
	}
	var lines []string
	for _, node := range found.Nodes {
		if !node.Ignored {
			lines = append(lines, speak(node, properties))
		}
	}
	return strings.Join(lines, "\n")
}

func speak(node *accessibility.Node, properties []string) string {
	words := []string{value(node.Name)}
	for _, name := range properties {
		for _, property := range node.Properties {
			if string(property.Name) == name {
				words = append(words, name+"="+value(property.Value))
			}
		}
	}
	return strings.Join(words, " ")
}

// value is a property as text; of another element, its id.
func value(v *accessibility.Value) string {
	if len(v.RelatedNodes) > 0 {
		return "#" + v.RelatedNodes[0].Idref
	}
	var value any
	_ = json.Unmarshal(v.Value, &value)
	return fmt.Sprint(value)
}
