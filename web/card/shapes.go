package card

import "fmt"

// A shape is outlines in units of their own: 24 high for the symbols of the pages.
type shape []outline

// An outline is a path as SVG writes it. With a pen it is the line along the path,
// so many units wide; without one it is what the path encloses, by the even-odd
// rule.
type outline struct {
	path string
	pen  float64
}

// shapes are the silhouettes of the verdicts, the same as in the sprite of the
// pages; a test compares them.
var shapes = map[string]shape{
	"yes":   {{path: "M12 0a12 12 0 1 1 0 24 12 12 0 0 1 0-24ZM5.4 12.6l5 4.9 8.2-9-2.2-2-6.1 6.7-2.8-2.7Z"}},
	"no":    {{path: "M1 1h22v22H1ZM5.5 10.2v3.6h13v-3.6Z"}},
	"open":  {{path: "M12 1.6 22.4 12 12 22.4 1.6 12Z", pen: pen}, {path: "M9.1 10a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.3 1-1.3 2", pen: pen}, {path: "M10.8 16h2.4v2.4h-2.4Z"}},
	"dep":   {{path: "M12 24v-7.8M5.3 6.5 12 16.4l6.7-9.9", pen: pen}, {path: circle(5.2, 5.4, 4.9)}, {path: "M14 .8h9.2V10H14Z"}},
	"warn":  {{path: "M12 2.4 22.2 21H1.8Z", pen: pen}, {path: "M12 9v5.6", pen: pen}, {path: "M10.8 16.2h2.4v2.4h-2.4Z"}},
	"part":  {{path: circle(12, 12, 10.8), pen: pen}, {path: "M12 1.2a10.8 10.8 0 0 0 0 21.6Z"}},
	"old":   {{path: circle(12, 12, 10.8), pen: pen}, {path: "M12 5v7.2l4.8 3.3", pen: pen}},
	"voice": {{path: "M5.2 17.4 3 22.3l5.6-1.9A10 10 0 1 0 3.2 15", pen: pen}},
}

// pen is how wide the lines of the symbols are.
const pen = 2.25

func circle(x, y, r float64) string {
	return fmt.Sprintf("M%g %ga%g %g 0 1 0 %g 0a%g %g 0 1 0 %g 0Z", x-r, y, r, r, 2*r, r, r, -2*r)
}
