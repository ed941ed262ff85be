package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// A figure is one line of the outcome.
type figure struct {
	Part   string  `json:"part"`
	Name   string  `json:"name"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit,omitempty"` // "×" for a ratio
	Low    float64 `json:"low,omitempty"`  // spread over the rounds
	High   float64 `json:"high,omitempty"`
	Target *target `json:"target,omitempty"`
	// Verdict is "met" or "missed", and empty if nothing was promised.
	Verdict string `json:"verdict,omitempty"`
	Note    string `json:"note,omitempty"`
}

// A target is a promise: at least, or less than.
type target struct {
	AtLeast float64 `json:"at_least,omitempty"`
	Below   float64 `json:"below,omitempty"`
}

func atLeast(n float64) *target { return &target{AtLeast: n} }
func below(n float64) *target   { return &target{Below: n} }

func (t *target) String() string {
	switch {
	case t == nil:
		return ""
	case t.Below > 0:
		return "< " + number(t.Below)
	}
	return "≥ " + number(t.AtLeast)
}

func (t *target) verdict(value float64) string {
	switch {
	case t == nil:
		return ""
	case t.Below > 0 && value < t.Below, t.Below == 0 && value >= t.AtLeast:
		return "met"
	}
	return "missed"
}

// add keeps a figure and tells it at once, so that a run that is broken off was not
// for nothing. One without unit could not be measured and has no verdict.
func (b *bench) add(f figure) {
	if f.Unit != "" {
		f.Verdict = f.Target.verdict(f.Value)
	}
	b.figures = append(b.figures, f)
	b.say("   %s: %s %s %s", f.Name, f.amount(), f.Verdict, f.Note)
}

func (f *figure) amount() string {
	if f.Unit == "" {
		return "–"
	}
	return number(f.Value) + " " + f.Unit
}

func (f *figure) spread() string {
	if f.Low == 0 && f.High == 0 {
		return ""
	}
	return number(f.Low) + "–" + number(f.High)
}

// number writes what is worth reading: three digits or so.
func number(n float64) string {
	switch {
	case n >= 100:
		return fmt.Sprintf("%.0f", n)
	case n >= 10:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", n), ".0")
	}
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", n), "0"), ".")
}

func (b *bench) writeTable(out io.Writer) error {
	fmt.Fprintln(out, b.machine())
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "part\twhat\tfigure\tspread\ttarget\tverdict\tnote")
	for _, f := range b.figures {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.Part, f.Name, f.amount(), f.spread(), f.Target, f.Verdict, f.Note)
	}
	return w.Flush()
}

func (b *bench) writeJSON(out io.Writer) error {
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Machine string   `json:"machine"`
		Figures []figure `json:"figures"`
	}{b.machine(), b.figures})
}

// median is the middle one, with the smallest and the largest beside it.
func median(values []float64) (middle, low, high float64) {
	if len(values) == 0 {
		return 0, 0, 0
	}
	v := slices.Sorted(slices.Values(values))
	middle = v[len(v)/2]
	if len(v)%2 == 0 {
		middle = (v[len(v)/2-1] + v[len(v)/2]) / 2
	}
	return middle, v[0], v[len(v)-1]
}
