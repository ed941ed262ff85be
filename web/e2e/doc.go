// Package e2e holds the tests that need a browser: they drive Chromium, without
// a window, over pages as readers get them. It has no code of its own. What can
// be tested without a browser is tested beside its code.
package e2e
