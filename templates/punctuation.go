package templates

import "strings"

// sentence ends words with a full stop, unless they have an end of their own.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".?:;") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}

// list joins what follows a colon; a question keeps its mark and needs no other.
func list(items []string) string {
	return strings.ReplaceAll(strings.Join(items, "; "), "?;", "?")
}
