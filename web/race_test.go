//go:build race

package web_test

// raced says that the race detector is on, which makes everything ten times
// slower: tests that walk far then walk a sample.
const raced = true
