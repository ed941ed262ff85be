//go:build race

package e2e_test

// raced says that the race detector is on, which makes everything ten times
// slower: tests that walk far then walk a sample.
const raced = true
