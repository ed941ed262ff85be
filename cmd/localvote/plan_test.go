package main

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
)

// The sums of the plan follow from its assumptions.
func TestPlan(t *testing.T) {
	data, err := os.ReadFile("deploy/PLAN.md")
	if err != nil {
		t.Fatal(err)
	}
	hour := 10_000_000 * 0.40 * 0.12
	readers := math.Round(hour / 3600 * 3)
	each := 4 + 3 + 0.4*19
	drawn := readers * 0.4 * 10
	cores := readers*7/49_400 + readers*0.4*9/31_500 + drawn/650 + readers/1000
	weight := 14.6 + 3*6 + 0.4*10*6 + each*0.7 + 5
	for _, sum := range []string{
		fmt.Sprintf("**%.0f new readers a second**", readers), fmt.Sprintf("%.1f requests a reader, 5,840 a second", each),
		fmt.Sprintf("| 1,600 | 650 (the worst measured) | %.2f |", drawn/650), fmt.Sprintf("| **%.1f** |", cores), fmt.Sprintf("%.0f cores: two places", cores/0.5*2),
		fmt.Sprintf("**%.0f**", weight), fmt.Sprintf("%.0f × 120 = 48,000", readers), fmt.Sprintf("(%.0f %%)", 7/each*100),
	} {
		if !strings.Contains(string(data), sum) {
			t.Errorf("the plan does not say %q", sum)
		}
	}
	if readers*each != 5840 || drawn != 1600 || readers*120 != 48_000 {
		t.Errorf("%v requests, %v drawn", readers*each, drawn)
	}
	if peak := readers * 72_000 * 8 / 1e6; math.Abs(peak-230) > 1 {
		t.Errorf("%.0f Mbit/s", peak)
	}
}
