package templates

import "strconv"

// CardSandbox is what the frame of a card may do: nothing but follow a link that
// the reader has chosen. A popup, as the reader's own menu may open one, is a page
// like any other.
const CardSandbox = "allow-top-navigation-by-user-activation allow-popups allow-popups-to-escape-sandbox"

func columns(n int) string { return strconv.Itoa(n) }
