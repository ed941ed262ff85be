package templates

// kindClass gives the note of a source its edge: solid for law, double for
// official, dotted for press.
func kindClass(kind string) string {
	if kind == "official" {
		return "said-by"
	}
	return kind
}

func kindIcon(kind string) string {
	switch kind {
	case "law":
		return "law"
	case "official":
		return "off"
	default:
		return "press"
	}
}

// kindWord is the name of a kind of source.
func kindWord(l Localizer, kind string) string {
	switch kind {
	case "law":
		return l.T("kind.law")
	case "official":
		return l.T("kind.official")
	default:
		return l.T("kind.press")
	}
}

// seenWords say how much of a source we have read.
func seenWords(l Localizer, seen string) string {
	switch seen {
	case "full":
		return l.T("seen.full")
	case "excerpt":
		return l.T("seen.excerpt")
	default:
		return l.T("seen.relayed")
	}
}
