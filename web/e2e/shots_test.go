package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// With E2E_SHOTS=1 every page goes into e2e-shots as a picture: narrow and wide,
// light and dark. E2E=all takes them in all languages.
func TestShots(t *testing.T) {
	if os.Getenv("E2E_SHOTS") != "1" {
		t.Skip("set E2E_SHOTS=1 for pictures of all pages in e2e-shots")
	}
	folder := filepath.Join("..", "..", "e2e-shots") // git ignores it
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	tourOf(t, 360, func(r *tour, p *tab, s stop) {
		for _, size := range []struct {
			name  string
			width int64
		}{{"0360", 360}, {"1280", 1280}} {
			p.size(size.width, 900)
			for _, scheme := range []struct{ name, feature string }{{"light", lightScheme}, {"dark", darkScheme}} {
				p.media(scheme.feature)
				file := filepath.Join(folder, s.name+"-"+string(s.lang)+"-"+size.name+"-"+scheme.name+".png")
				if err := os.WriteFile(file, p.picture(), 0o644); err != nil {
					t.Error(err)
				}
			}
		}
	})
}

// picture is the whole page that is open, as PNG.
func (p *tab) picture() []byte {
	p.t.Helper()
	ctx, cancel := p.patient()
	defer cancel()
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(p.place, ": ", err)
	}
	return picture
}
