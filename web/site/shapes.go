package site

import (
	"path"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/page"
	"localvote/web/place"
	"localvote/web/record"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// A Kind of file is what the readers accept in some files of the content.
type Kind struct {
	Name  string // "rules"
	Files string // a pattern within the content folder: "eligibility/rules/*.yaml"
	Shape *yamldoc.Shape
}

// files says which files are read as which kind. A new file of the content gets
// a line here, and where its reader is run in Kinds.
var files = []struct{ name, pattern string }{
	{"site", "site.yaml"},
	{"claims", "claims.yaml"},
	{"contacts", "contacts.yaml"},
	{"glossary", "glossary.yaml"},
	{"letter", "letter.yaml"},
	{"levels", "levels.yaml"},
	{"matrix", "matrix.yaml"},
	{"numbers", "numbers.yaml"},
	{"timeline", "timeline.yaml"},
	{"voices", "voices.yaml"},
	{"sources", "sources/*.yaml"},
	{"facts", "facts/*.yaml"},
	{"page", "pages/*/page.yaml"},
	{"kinds", "places/kinds.yaml"},
	{"asymmetries", "eligibility/asymmetries.yaml"},
	{"changelog", "eligibility/changelog.yaml"},
	{"changes", "eligibility/changes.yaml"},
	{"elections", "eligibility/elections.yaml"},
	{"examples", "eligibility/examples.yaml"},
	{"layouts", "eligibility/layouts.yaml"},
	{"migrations", "eligibility/migrations.yaml"},
	{"questions", "eligibility/questions.yaml"},
	{"rights", "eligibility/rights.yaml"},
	{"rules", "eligibility/rules/*.yaml"},
	{"steps", "eligibility/steps.yaml"},
	{"texts", "eligibility/texts/*.yaml"},
}

// Kinds are what the readers accept in every file of YAML, with the ids that this
// edition has. It wants an edition whose questionnaire could be read.
func (s *Site) Kinds() []Kind {
	shapes := map[string]*yamldoc.Shape{
		"site.yaml":         yamldoc.Describe(new(Settings).read),
		"sources/*.yaml":    source.Shape(),
		"facts/*.yaml":      page.FactsShape(s.Sources.IDs()),
		"pages/*/page.yaml": page.Shape(s.Sources.IDs()),
		"places/kinds.yaml": place.Shape(s.Places, s.askedPlaces()),
	}
	for name, shape := range record.Shapes(s.askedRecords()) {
		shapes[name] = shape
	}
	for name, shape := range eligibility.Shapes(s.Questionnaire, s.Sources.IDs()) {
		shapes["eligibility/"+name] = shape
	}
	kinds := make([]Kind, len(files))
	for i, f := range files {
		kinds[i] = Kind{f.name, f.pattern, shapes[f.pattern]}
	}
	return kinds
}

// KindOf tells as which kind a file of the content is read; nil for none.
func KindOf(kinds []Kind, name string) *Kind {
	for i := range kinds {
		if fits, _ := path.Match(kinds[i].Files, name); fits {
			return &kinds[i]
		}
	}
	return nil
}

// askedRecords are the ids that lists may refer to, with those that their readers
// learn of elsewhere.
func (s *Site) askedRecords() record.Known {
	k := record.Known{Sources: s.Sources.IDs(), Facts: s.Book.FactIDs(), Pages: s.pageIDs(), Answers: s.Questionnaire.Choices()}
	for _, a := range s.Records.Claims.Articles {
		k.Articles = append(k.Articles, a.ID)
	}
	return k
}

func (s *Site) askedPlaces() place.Known {
	k := s.aroundPlaces()
	k.Given = s.Questionnaire.Choices()
	for _, id := range s.Book.FactIDs() {
		if _, ok := s.Book.Number(id); ok {
			k.Numbers = append(k.Numbers, id)
		}
	}
	return k
}

// Modeline is the first line of a file, by which editors' programs find what may
// stand in it.
func (k *Kind) Modeline(name string) string {
	return yamldoc.Modeline + strings.Repeat("../", strings.Count(name, "/")) + "schemas/" + k.Name + ".schema.json"
}

// HasKinds tells whether enough could be read to say what files may hold.
func (s *Site) HasKinds() bool { return s.renderable() && s.Places != nil }
