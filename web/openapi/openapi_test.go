package openapi

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// What YAML writes, a reader of YAML takes for the same: also words and names that
// look like something else.
func TestYAML(t *testing.T) {
	const text = `{"b":{"no":"yes","2":["on",true,null,3,[],{},"a: b # c","line\nline","2026-09-20"],"$ref":"#/x"},"a":[[1],{"x y":""}]}`
	value, err := Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	written, err := YAML(value)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := yaml.Unmarshal(written, &got); err != nil {
		t.Fatalf("%v in\n%s", err, written)
	}
	_ = json.Unmarshal([]byte(text), &want)
	again, _ := json.Marshal(got)
	once, _ := json.Marshal(want)
	if string(again) != string(once) {
		t.Errorf("%s\nwant %s\nwritten\n%s", again, once, written)
	}
	if back, _ := json.Marshal(value); string(back) != text {
		t.Errorf("the order is lost: %s", back)
	}
}

func TestDecodeIsStrict(t *testing.T) {
	var repeated *RepeatedError
	if _, err := Decode([]byte(`{"a":[{"b":1,"b":2}]}`)); !errors.As(err, &repeated) || !slices.Equal(repeated.Path, []string{"a", "0", "b"}) {
		t.Errorf("%v", err)
	}
	for _, text := range []string{"", "{", `{"a":1}}`, `{} {}`, `{"a":}`, strings.Repeat("[", 100), `{"a" 1}`} {
		if v, err := Decode([]byte(text)); err == nil {
			t.Errorf("%q is read as %v", text, v)
		}
	}
}

type apiTree struct {
	Name  string            `json:"name" doc:"A name."`
	Kind  *string           `json:"kind" enum:"a,b"`
	Words map[string]string `json:"words,omitempty" ref:"Word"`
	Below []apiTree         `json:"below"`
	//lint:ignore U1000 a schema leaves it out
	own int
}

func TestSchemas(t *testing.T) {
	s := NewSchemas()
	if got, _ := json.Marshal(s.Of(reflect.TypeFor[*apiTree]())); string(got) != `{"$ref":"#/components/schemas/Tree"}` {
		t.Errorf("%s", got)
	}
	got, _ := json.Marshal(s.All())
	const want = `{"Tree":{"type":"object","required":["name","kind","below"],"properties":{"name":{"type":"string","description":"A name."},` +
		`"kind":{"oneOf":[{"type":"string","enum":["a","b"]},{"type":"null"}]},"words":{"type":"object","additionalProperties":{"$ref":"#/components/schemas/Word"}},` +
		`"below":{"type":"array","items":{"$ref":"#/components/schemas/Tree"}}}}}`
	if string(got) != want {
		t.Errorf("%s", got)
	}
}
