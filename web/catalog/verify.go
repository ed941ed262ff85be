package catalog

import (
	"maps"
	"slices"
	"strings"

	"localvote/web/lang"
	"localvote/web/problem"
	"localvote/web/wording"
)

// verify checks each language by itself, then all against each other. Files
// that could not be read have been reported and are left out of the comparison.
func verify(files map[lang.Lang]*file, problems *problem.List) {
	for l, f := range files {
		for _, m := range f.messages {
			verifyForms(l, f, m, problems)
			verifyTexts(l, f, m, problems)
		}
	}
	for l, f := range files {
		compare(f, l, others(files, l), problems)
	}
}

// others are the files of the other languages, in the order of the languages.
func others(files map[lang.Lang]*file, l lang.Lang) []*file {
	var list []*file
	for _, other := range lang.All() {
		if f := files[other]; f != nil && other != l {
			list = append(list, f)
		}
	}
	return list
}

func verifyForms(l lang.Lang, f *file, m *message, problems *problem.List) {
	if !m.plural() {
		return
	}
	need := formsOf(l)
	for _, form := range need {
		if _, ok := m.forms[form]; !ok {
			problems.Errorf(f.at(m.key, ""), "E106", "%q lacks the plural form %q", m.key, form).Hint("the language needs %s", strings.Join(need, ", "))
		}
	}
	for form := range m.forms {
		if !slices.Contains(need, form) {
			problems.Errorf(f.at(m.key, form), "E106", "%q has the plural form %q, which this language never uses", m.key, form).Hint("take it out")
		}
	}
}

func verifyTexts(l lang.Lang, f *file, m *message, problems *problem.List) {
	for form, text := range m.forms {
		pos := f.at(m.key, form)
		if strings.TrimSpace(text) == "" {
			problems.Errorf(pos, "E108", "%q is empty", m.key).Hint("write the text, or take the key out of all three files")
			continue
		}
		wording.Report(l, pos, m.key, text, problems)
		if _, err := placeholders(text); err != nil {
			problems.Errorf(pos, "E107", "%q cannot be filled in: %v", m.key, err).Hint("a placeholder is written {{.name}}")
		}
	}
	verifyPlaceholders(l, f, m, problems)
}

// verifyPlaceholders wants the same placeholders in all forms of a message. In
// English "one" means 1 and may say so in words; in Russian and Belarusian it
// also means 21 and 101, where a missing {{.n}} would print a wrong number.
func verifyPlaceholders(l lang.Lang, f *file, m *message, problems *problem.List) {
	want, _ := m.placeholders()
	for form, text := range m.forms {
		names, err := placeholders(text)
		if err != nil {
			continue
		}
		for name := range want {
			if names[name] || l == lang.EN && form == "one" && name == "n" {
				continue
			}
			problems.Errorf(f.at(m.key, form), "E105", "%q lacks {{.%s}} in the plural form %q", m.key, name, form)
		}
	}
}

// placeholders are those of all forms together; ok is false if some cannot be
// read.
func (m *message) placeholders() (all map[string]bool, ok bool) {
	all, ok = map[string]bool{}, true
	for _, text := range m.forms {
		names, err := placeholders(text)
		ok = ok && err == nil
		maps.Copy(all, names)
	}
	return all, ok
}

// compare reports what f lacks of what others have, each thing once; l is the
// language of f.
func compare(f *file, l lang.Lang, others []*file, problems *problem.List) {
	told := map[string]bool{}
	for _, other := range others {
		for key, theirs := range other.messages {
			ours := f.messages[key]
			switch {
			case ours == nil && !told[key] && f.lines[key] == 0: // else it is there and refused
				told[key] = true
				problems.Errorf(f.near(key), "E104", "%q is missing here; %s has it", key, other.at(key, ""))
			case ours != nil && theirs.plural() && !ours.plural() && !told[key]:
				told[key] = true
				problems.Errorf(f.at(key, ""), "E106", "%q has plural forms in %s, but not here", key, other.name).Hint("the language needs %s", strings.Join(formsOf(l), ", "))
			}
			if ours != nil {
				comparePlaceholders(f, other, ours, theirs, told, problems)
			}
		}
	}
}

func comparePlaceholders(f, other *file, ours, theirs *message, told map[string]bool, problems *problem.List) {
	have, ok := ours.placeholders()
	if !ok {
		return // the text itself is reported
	}
	all, _ := theirs.placeholders()
	for name := range all {
		id := ours.key + " " + name
		if have[name] || told[id] {
			continue
		}
		told[id] = true
		wrong := problems.Errorf(f.at(ours.key, ""), "E105", "%q lacks {{.%s}}; %s has it", ours.key, name, other.at(ours.key, ""))
		if near := problem.Nearest(name, slices.Sorted(maps.Keys(have))); near != "" {
			wrong.Hint("is {{.%s}} meant to be the same?", near)
		}
	}
}

// execute fills in every text once, in every form, the way pages will.
func (c *Catalog) execute(files map[lang.Lang]*file, problems *problem.List) {
	for l, f := range files {
		for key, m := range f.messages {
			if !executable(l, m) {
				continue // reported already
			}
			for _, n := range []any{1, 2, 5, "1.5"} {
				if _, reason := c.In(l).find(key, dummies(m, n)); reason != "" {
					problems.Errorf(f.at(key, ""), "E107", "%q cannot be filled in: %s", key, reason)
					break
				}
			}
		}
	}
}

func executable(l lang.Lang, m *message) bool {
	if m.plural() {
		for _, form := range formsOf(l) {
			if m.forms[form] == "" {
				return false
			}
		}
	}
	for _, text := range m.forms {
		if text == "" {
			return false
		}
	}
	_, ok := m.placeholders()
	return ok
}

func dummies(m *message, n any) map[string]any {
	values := map[string]any{"n": n}
	names, _ := m.placeholders()
	for name := range names {
		if name != "n" {
			values[name] = "…"
		}
	}
	return values
}
