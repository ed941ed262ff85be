package record

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
)

// FuzzLoad replaces one file of the good ones.
func FuzzLoad(f *testing.F) {
	files := fstest.MapFS{}
	list, err := filepath.Glob("testdata/good/*")
	if err != nil || len(list) < 3 {
		f.Fatal(list, err)
	}
	for _, name := range list {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		files[filepath.Base(name)] = &fstest.MapFile{Data: text}
	}
	names := slices.Sorted(maps.Keys(files))
	for i, name := range names {
		text := string(files[name].Data)
		f.Add(uint8(i), text)
		f.Add(uint8(i), text[:len(text)/2])
		f.Add(uint8(i), "- "+text)
	}
	f.Fuzz(func(t *testing.T, which uint8, text string) {
		changed := maps.Clone(files)
		changed[names[int(which)%len(names)]] = &fstest.MapFile{Data: []byte(text)}
		if r, list := Load(changed, known); list.Errors() == 0 && r.Timeline != nil {
			r.Timeline.Verify(date)
		}
	})
}
