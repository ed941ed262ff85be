package citation

import (
	"strconv"
	"strings"
	"time"

	"localvote/web/lang"
)

// apa is a reference to a web page by the Publication Manual of the APA, 7th
// edition: a group author (9.11); the day in brackets, "n.d." where there is none
// (9.13, 9.17); the title in its own language with an English translation in square
// brackets (9.38); no name of the site, because it is the author (10.16); the day
// of the visit only for a page that may change, so not for the address of one
// version (9.16). APA is an English style: its own words are English in every
// language.
func (w Work) apa() string {
	title := unstopped(w.Title)
	if w.English != "" && w.Lang != lang.EN {
		title += " [" + unstopped(w.English) + "]"
	}
	if w.Version != "" {
		title += " (Rules version " + w.Version + ")" // 9.19: a version stands in brackets after the title
	}
	end := "."
	if strings.HasSuffix(title, "?") || strings.HasSuffix(title, "!") {
		end = "" // 9.19: the title has its own sign
	}
	text := unstopped(w.Container) + ". (" + apaDate(w.Published, true) + "). " + title + end + " "
	if w.VersionURL == "" {
		return text + "Retrieved " + apaDate(w.Accessed, false) + ", from " + w.URL
	}
	return text + w.VersionURL // 9.35: no full stop after an address
}

// apaDate writes "2026, November 21" in the place of the date and "November 22,
// 2026" within a sentence, as far as the day is known.
func apaDate(day string, yearFirst bool) string {
	if day == "" {
		return "n.d."
	}
	parts := strings.Split(day, "-")
	if len(parts) == 1 {
		return day
	}
	words := monthName(parts[1])
	if len(parts) == 3 {
		words += " " + strings.TrimPrefix(parts[2], "0")
	}
	if yearFirst {
		return parts[0] + ", " + words
	}
	if len(parts) == 2 {
		return words + " " + parts[0]
	}
	return words + ", " + parts[0]
}

func monthName(number string) string {
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 12 {
		return number
	}
	return time.Month(n).String()
}
