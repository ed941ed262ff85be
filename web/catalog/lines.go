package catalog

import (
	"regexp"
	"strings"
)

var (
	keyPart   = regexp.MustCompile(`[\w-]+|"[^"]*"|'[^']*'`)
	keyLine   = regexp.MustCompile(`^((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$`)
	tableLine = regexp.MustCompile(`^\[([^\[\]]+)\]`)
)

// keyLines finds the line of every key, because the TOML library keeps none. It
// reads only what it needs of TOML that is known to be sound: headers of tables,
// keys at the start of a line, and where texts of several lines end. Keys inside
// {…} are not found; those who ask then fall back to the key outside.
func keyLines(src string) map[string]int {
	lines := map[string]int{}
	table, quotes := "", "" // quotes: what ends the text that is still open
	for i, line := range strings.Split(src, "\n") {
		line = strings.TrimSpace(line)
		if quotes != "" {
			if strings.Contains(line, quotes) {
				quotes = ""
			}
			continue
		}
		if m := tableLine.FindStringSubmatch(line); m != nil {
			table = dotted(m[1])
			lines[table] = i + 1
		} else if m := keyLine.FindStringSubmatch(line); m != nil {
			lines[strings.TrimPrefix(table+"."+dotted(m[1]), ".")] = i + 1
			quotes = leftOpen(m[2])
		}
	}
	return lines
}

// dotted writes a key as the catalog does: without quotes and spaces.
func dotted(key string) string {
	parts := keyPart.FindAllString(key, -1)
	for i, p := range parts {
		parts[i] = strings.Trim(p, `"'`)
	}
	return strings.Join(parts, ".")
}

// leftOpen gives the quotes of a text of several lines that begins, and does
// not end, in this value.
func leftOpen(value string) string {
	value = strings.TrimSpace(value)
	for _, q := range []string{`"""`, `'''`} {
		if strings.HasPrefix(value, q) && !strings.Contains(value[len(q):], q) {
			return q
		}
	}
	return ""
}
