package search

import "strings"

// slips is how many typing errors are forgiven in a word of n letters.
func slips(n int) int {
	switch {
	case n <= 3:
		return 0
	case n <= 5:
		return 1
	case n <= 8:
		return 2
	}
	return 3
}

// likeness of a key that was looked for and the key of a name, from 0 to 1:
// the same name, its beginning, one of its words, or any of these with slips.
func likeness(q, name string) float64 {
	switch {
	case q == name:
		return 1
	case strings.HasPrefix(name, q):
		return 0.9 + 0.08*float64(len(q))/float64(len(name))
	}
	best := 0.0
	if at := strings.Index(name, " "+q); at >= 0 {
		best = 0.84 + 0.04*float64(len(q))/float64(len(name))
	}
	whole, begun := distances(q, name)
	n := len([]rune(q))
	if whole <= slips(n) {
		best = max(best, 0.9*(1-float64(whole)/float64(max(n, len(name)))))
	}
	if begun <= slips(n)-1 {
		best = max(best, 0.84*(1-float64(begun)/float64(n)))
	}
	return best
}

// distances counts the letters to insert, delete, exchange or swap with their
// neighbour (optimal string alignment) to come from q to the whole name, and to
// the beginning of it that is nearest.
func distances(q, name string) (whole, begun int) {
	a, b := []rune(q), []rune(name)
	if len(b) > len(a)+8 {
		b = b[:len(a)+8] // what follows can only make it worse
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row, next = row, next, before
	}
	whole, begun = row[len(b)], row[0]
	for _, d := range row {
		begun = min(begun, d)
	}
	if len([]rune(name)) > len(b) {
		whole += len([]rune(name)) - len(b)
	}
	return whole, begun
}
