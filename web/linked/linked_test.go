package linked

import (
	"strings"
	"testing"
)

// No text can end the element that the data stands in, or begin another.
func TestJSONIsSafeInHTML(t *testing.T) {
	data, err := JSON(NewQuestion("</script><script>alert(1)</script> <!-- & \u2028", "a"))
	if err != nil || strings.ContainsAny(data, "<>&\u2028") {
		t.Errorf("%s %v", data, err)
	}
}

func TestJSONOfNothing(t *testing.T) {
	if data, err := JSON(); data != "" || err != nil {
		t.Errorf("%q %v", data, err)
	}
}

func TestBreadcrumbsAreNumbered(t *testing.T) {
	b := NewBreadcrumbs([]ListItem{{Name: "a"}, {Name: "b"}})
	if b.Items[0].Position != 1 || b.Items[1].Position != 2 || b.Items[1].Type != "ListItem" {
		t.Errorf("%+v", b)
	}
}
