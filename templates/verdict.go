package templates

// class is the style class that gives a verdict its colours.
func (v Verdict) class() string {
	if look, press := looks[v]; press {
		return look.class
	}
	return "v-" + v.icon()
}

// icon is the symbol with the silhouette of the verdict: solid is settled, line
// is open.
func (v Verdict) icon() string {
	if look, press := looks[v]; press {
		return look.icon
	}
	switch v {
	case Yes:
		return "yes"
	case No:
		return "no"
	case Absent:
		return "none"
	case Depends:
		return "dep"
	default:
		return "open"
	}
}

// Look names the style class and the symbol of a verdict, for whoever draws it
// elsewhere than on a page.
func (v Verdict) Look() (class, icon string) { return v.class(), v.icon() }
