package templates

// countryWord is the name of a country of the lists.
func countryWord(l Localizer, country string) string {
	switch country {
	case "ru":
		return l.T("country.ru")
	case "by":
		return l.T("country.by")
	default:
		return l.T("country.both")
	}
}

// stageWord says how far a treaty or a law had come on a day.
func stageWord(l Localizer, stage string) string {
	switch stage {
	case "background":
		return l.T("stage.background")
	case "proposed":
		return l.T("stage.proposed")
	case "signed":
		return l.T("stage.signed")
	case "ratified":
		return l.T("stage.ratified")
	case "in_force":
		return l.T("stage.in_force")
	case "published":
		return l.T("stage.published")
	case "explained":
		return l.T("stage.explained")
	default:
		return l.T("stage.planned")
	}
}

// sideWord names a group of voices.
func sideWord(l Localizer, side string) string {
	switch side {
	case "official_for":
		return l.T("voices.official_for")
	case "neutral":
		return l.T("voices.neutral")
	default:
		return l.T("voices.critical")
	}
}
