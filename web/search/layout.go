package search

import "strings"

// The rows of keys of a US keyboard and what stands on them in Russian and in
// Belarusian, small letters and with Shift.
const (
	usKeys = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + `~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>`
	ruKeys = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
	beKeys = "ёйцукенгшўзх'фывапролджэячсмітьбю" + "ЁЙЦУКЕНГШЎЗХ'ФЫВАПРОЛДЖЭЯЧСМІТЬБЮ"
)

var (
	toRussian    = swap(usKeys, ruKeys)
	toBelarusian = swap(usKeys, beKeys)
	toLatin      = both(swap(beKeys, usKeys), swap(ruKeys, usKeys))
)

func swap(from, to string) map[rune]rune {
	m := map[rune]rune{}
	target := []rune(to)
	for i, r := range []rune(from) {
		m[r] = target[i]
	}
	return m
}

func both(a, b map[rune]rune) map[rune]rune {
	for k, v := range b {
		a[k] = v
	}
	return a
}

func typed(query string, keys map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if k, ok := keys[r]; ok {
			return k
		}
		return r
	}, query)
}

// otherLayouts is what the same keys give in another layout: "Vbycr" is Минск.
func otherLayouts(query string) []string {
	cyrillic, latinLetters := 0, 0
	for _, r := range query {
		switch {
		case r >= 'а' && r <= 'я' || r >= 'А' && r <= 'Я' || strings.ContainsRune("ёіўЁІЎ", r):
			cyrillic++
		case r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
			latinLetters++
		}
	}
	switch {
	case cyrillic > latinLetters:
		return []string{typed(query, toLatin)}
	case latinLetters > 0:
		ru, be := typed(query, toRussian), typed(query, toBelarusian)
		if ru == be {
			return []string{ru}
		}
		return []string{ru, be}
	}
	return nil
}
