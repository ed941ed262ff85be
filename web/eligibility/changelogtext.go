package eligibility

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// line writes a change as it stands in the file: one line, the same for the same
// change.
func (c LoggedChange) line() string {
	var days, boxes []string
	for _, s := range c.Days {
		days = append(days, s.String())
	}
	for _, b := range c.When {
		boxes = append(boxes, b.yaml())
	}
	line := fmt.Sprintf("{right: %s, from: %s, to: %s, days: [%s], count: %d, when: [%s]", c.Right, c.From, c.To, strings.Join(days, ", "), c.Count, strings.Join(boxes, ", "))
	if c.More > 0 {
		line += fmt.Sprintf(", more: %d", c.More)
	}
	return line + "}"
}

func (b NamedBox) yaml() string {
	var parts []string
	for _, n := range b {
		parts = append(parts, n.Question+": ["+strings.Join(n.Answers, ", ")+"]")
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// ErrLogForm says that the change log is written in a form that the command
// cannot refresh without touching what people wrote.
var ErrLogForm = errors.New("the change log has an unusual form")

var (
	logItem  = regexp.MustCompile(`^( *)- (\w+):`)
	logField = regexp.MustCompile(`^( *)(\w+):`)
)

// written is the comment over what a command writes.
const written = "# Written by `localvote changelog`, which writes it anew each time."

// AddEntry puts the skeleton of a new entry above all others. It leaves why and
// from which sources to people; until they have written it, the log is refused.
func AddEntry(text, id, on, mark string, since *Since) (string, error) {
	lines := strings.Split(text, "\n")
	at := slices.IndexFunc(lines, logItem.MatchString)
	if at < 0 {
		return "", ErrLogForm
	}
	indent := logItem.FindStringSubmatch(lines[at])[1]
	for at > 0 && strings.HasPrefix(strings.TrimSpace(lines[at-1]), "#") && strings.HasPrefix(lines[at-1], indent+"#") && indent != "" {
		at-- // a comment on the entry that was the first so far
	}
	entry := []string{
		indent + "- id: " + id,
		indent + "  on: " + on,
		indent + "  why: # one sentence for readers: what changed in the law, or what we had got wrong",
		indent + `    ru: ""`, indent + `    be: ""`, indent + `    en: ""`,
		indent + "  sources: [] # from where we know it",
	}
	entry = append(entry, machinePart(indent+"  ", mark, since)...)
	return strings.Join(slices.Concat(lines[:at], entry, lines[at:]), "\n"), nil
}

// machinePart is what follows from the rules.
func machinePart(indent, mark string, since *Since) []string {
	out := []string{indent + written, indent + fieldRules + ": " + strconv.Quote(mark)}
	if len(since.Changes) == 0 {
		out = append(out, indent+fieldChanges+": []")
	} else {
		out = append(out, indent+fieldChanges+":")
		for _, c := range since.Changes {
			out = append(out, indent+"  - "+c.line())
		}
	}
	return slices.Concat(out, nameList(indent, fieldPersons, since.Persons), nameList(indent, fieldRemoved, since.Removed))
}

func nameList(indent, field string, names []string) []string {
	if len(names) == 0 {
		return nil
	}
	out := []string{indent + field + ":"}
	for _, name := range names {
		out = append(out, indent+"  - "+strconv.Quote(name))
	}
	return out
}

// RefreshEntry writes anew, in the newest entry, what follows from the rules.
// Everything else stays as it is, comments too.
func RefreshEntry(text, mark string, since *Since) (string, error) {
	lines := strings.Split(text, "\n")
	from := slices.IndexFunc(lines, logItem.MatchString)
	if from < 0 || logItem.FindStringSubmatch(lines[from])[2] != "id" || strings.Contains(lines[from], "{") {
		return "", ErrLogForm
	}
	indent := logItem.FindStringSubmatch(lines[from])[1] + "  "
	to := endOfItem(lines, from, indent)
	var kept []string
	machine := false // within a field that a command writes
	for _, line := range lines[from:to] {
		if m := logField.FindStringSubmatch(line); m != nil && m[1] == indent {
			machine = slices.Contains([]string{fieldRules, fieldChanges, fieldPersons, fieldRemoved}, m[2])
		} else if strings.HasPrefix(line, indent+"#") {
			machine = strings.TrimSpace(line) == written
		}
		if !machine {
			kept = append(kept, line)
		}
	}
	return strings.Join(slices.Concat(lines[:from], kept, machinePart(indent, mark, since), lines[to:]), "\n"), nil
}

// endOfItem is the line after the last one of a list item. Blank lines and
// comments between two items belong to the second.
func endOfItem(lines []string, from int, indent string) int {
	end := from + 1
	for i := from + 1; i < len(lines); i++ {
		if strings.HasPrefix(lines[i], indent) && strings.TrimSpace(lines[i]) != "" {
			end = i + 1
		} else if strings.TrimSpace(lines[i]) != "" && !strings.HasPrefix(strings.TrimSpace(lines[i]), "#") {
			break
		}
	}
	return end
}
