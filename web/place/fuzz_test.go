package place_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"localvote/web/place"
)

// FuzzLoad replaces one of the files.
func FuzzLoad(f *testing.F) {
	files := map[string]string{"kinds.yaml": strings.ReplaceAll(kinds, "&TITLE", `{ru: "место", be: "месца", en: "place"}`), "places.csv": places, "councils.csv": councils}
	names := []string{"kinds.yaml", "places.csv", "councils.csv"}
	for i, name := range names {
		f.Add(uint8(i), files[name])
		f.Add(uint8(i), files[name][:len(files[name])/2])
		f.Add(uint8(i), strings.ReplaceAll(files[name], ",", ",\""))
		f.Add(uint8(i), files[name]+files[name])
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		fsys := fstest.MapFS{}
		for _, name := range names {
			fsys["places/"+name] = &fstest.MapFile{Data: []byte(files[name])}
		}
		fsys["places/"+names[int(which)%len(names)]] = &fstest.MapFile{Data: []byte(text)}
		if g, list := place.Load(fsys, "places", known); list.Errors() == 0 {
			for _, p := range g.All() {
				p.Region()
				p.Within()
			}
		}
	})
}
