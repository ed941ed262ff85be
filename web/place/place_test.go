package place_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/place"
	"localvote/web/problem"
)

const kinds = `levels:
  - {id: by.oblast, vote: far, stand: stand}
  - {id: by.basic, vote: near, stand: stand}
  - {id: by.primary, vote: near, stand: stand}
cases:
  by: {citizenship: ru}
  ru: {citizenship: by}
notes:
  doubt.council: [doubt-council]
  doubt.name: []
  doubt.choice: []
  head.listed: []
  head.abolished: []
  head.capital: []
kinds:
  - id: by.oblast
    title: &TITLE
    many: &TITLE
    count: 1
    level: by.oblast
    lead: lead
    elected: []
    ballots: [ballots]
    when: []
    ask: []
  - id: by.raion
    title: &TITLE
    many: &TITLE
    count: districts
    inside: [by.oblast]
    level: by.basic
    partly: [by.primary]
    lead: lead
    leads: {by-orsha-district: other}
    page: districts
    elected: []
    ballots: [ballots]
    ballots_not_centre: [counted]
    when: []
    ask: []
  - id: by.city_raion
    title: &TITLE
    many: &TITLE
    council: &TITLE
    count: 1
    inside: [by.raion]
    level: by.primary
    lead: lead
    elected: []
    ballots: [ballots]
    when: []
    ask: []
`

const places = `id,country,kind,parent,centre,head,name_ru,name_be,name_en,aliases,confidence,doubt
by-vitebsk-region,by,oblast,,,,Витебская область,Віцебская вобласць,Vitebsk oblast,Витебщина|Viciebščyna,high,
by-orsha-district,by,raion,by-vitebsk-region,,,Оршанский район,Аршанскі раён,Orsha district,,high,
by-baran,by,city_raion,by-orsha-district,,,Барань,Барань,Baran,,medium,council
`

const councils = `place,ru,be,en
by-vitebsk-region,Витебский областной Совет,Віцебскі абласны Савет,Vitebsk oblast Council
by-orsha-district,Оршанский районный Совет,Аршанскі раённы Савет,Orsha district Council
`

var known = place.Known{
	Blocks: []string{"lead", "other", "ballots", "counted", "doubt-council"},
	Pages:  []string{"districts"},
	Levels: []string{"by.oblast", "by.basic", "by.primary"},
	Rights: []string{"near", "far", "stand"},
	Number: func(fact string) (int, bool) { return 1, fact == "districts" },
	Answers: func(named map[string]string) (eligibility.Answers, []message.Message) {
		if named["citizenship"] == "" {
			return eligibility.Answers{}, []message.Message{message.New("no citizenship")}
		}
		return eligibility.Answers{}, nil
	},
}

// load reads the folder above with some words replaced: "old => new".
func load(t *testing.T, changes ...string) (*place.Gazetteer, problem.List) {
	t.Helper()
	texts := map[string]string{
		"kinds.yaml":   strings.ReplaceAll(kinds, "&TITLE", `{ru: "место", be: "месца", en: "place"}`),
		"places.csv":   places,
		"councils.csv": councils,
	}
	for _, change := range changes {
		old, replacement, _ := strings.Cut(change, " => ")
		n := 0
		for name, text := range texts {
			n += strings.Count(text, old)
			texts[name] = strings.ReplaceAll(text, old, replacement)
		}
		if n == 0 {
			t.Fatalf("%q stands nowhere", old)
		}
	}
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys["places/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return place.Load(fsys, "places", known)
}

func TestGood(t *testing.T) {
	g, problems := load(t)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	baran, ok := g.Get("by-baran")
	if !ok || baran.Region().ID != "by-vitebsk-region" || len(baran.Within()) != 3 {
		t.Fatalf("%+v", baran)
	}
	var names []string
	for _, b := range g.Bodies(baran) {
		names = append(names, b.Name[lang.EN])
	}
	if want := []string{"place", "Orsha district Council", "Vitebsk oblast Council"}; !slices.Equal(names, want) {
		t.Errorf("Councils %q, want %q", names, want)
	}
	if b := g.Bodies(baran); !b[0].Uncertain || b[1].Uncertain {
		t.Error("only the town's own Council is not confirmed")
	}
	if near, far, stand := len(g.For(baran, "near")), len(g.For(baran, "far")), len(g.For(baran, "stand")); near != 2 || far != 1 || stand != 3 {
		t.Errorf("Councils by right: %d, %d, %d", near, far, stand)
	}
	district, _ := g.Get("by-orsha-district")
	if district.LeadBlock() != "other" || district.BallotBlocks()[0] != "counted" || baran.LeadBlock() != "lead" || baran.BallotBlocks()[0] != "ballots" {
		t.Error("the wrong blocks")
	}
	if district.Kind.Page != "districts" || baran.Kind.Page != "" {
		t.Error("the wrong pages about kinds of place")
	}
	if tops := g.Tops("by", lang.BE); len(tops) != 1 || tops[0].Children[0] != district {
		t.Error("the oblast holds the district")
	}
	if got := g.DoubtBlocks(baran); !slices.Equal(got, []string{"doubt-council"}) {
		t.Errorf("doubts %q", got)
	}
}

// Every mistake is told once, with its place.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ change, code, at string }{
		{"id,country => Id,country", "D001", "places/places.csv:1"},
		{"Baran,,medium,council => Baran,medium,council", "D001", "places/places.csv:4"},
		{"Витебщина|Viciebščyna => \"x", "D001", "places/places.csv"},
		{"by-baran,by => ru-baran,by", "D002", "places/places.csv:4:1"},
		{"by-baran,by => by-Baran,by", "D002", "places/places.csv:4:1"},
		{"by-baran,by => by-orsha-district,by", "D002", "places/places.csv:4:1"},
		{"by,city_raion => by,city_rayon", "D003", "places/places.csv:4:13"},
		{"by,raion,by-vitebsk-region => by,raion,by-vitebsk", "D004", "places/places.csv:3:28"},
		{"by,raion,by-vitebsk-region => by,raion,", "D004", "places/places.csv:3:28"},
		{"city_raion,by-orsha-district => city_raion,by-vitebsk-region", "D004", "places/places.csv:4:24"},
		{"Барань,Барань => ,Барань", "D005", "places/places.csv:4"},
		{"Барань,Барань => Барань,Бараць ", "D005", "places/places.csv:4"},
		{"Віцебская => Вицебская", "D005", "places/places.csv:2"},
		{"Витебская => Вiтебская", "D005", "places/places.csv:2"},
		{"Аршанскі раён => Аршанскі рiён", "D005", "places/places.csv:3"},
		{"Аршанскі раён => Арщанскі раён", "D005", "places/places.csv:3"},
		{"Аршанскі раён => Аршанскі ревн", "D005", "places/places.csv:3"},
		{"Vitebsk oblast,В => Vitebsk oblаst,В", "D005", "places/places.csv:2"},
		{"Витебщина|Viciebščyna => Витебщина|Витебщина", "D005", "places/places.csv:2"},
		{"Витебщина|Viciebščyna => Витебщина|", "D005", "places/places.csv:2"},
		{"medium,council => medium,", "D006", "places/places.csv:4"},
		{"medium,council => high,council", "D006", "places/places.csv:4"},
		{"medium,council => sure,council", "D006", "places/places.csv:4"},
		{"medium,council => medium,counsil", "D006", "places/places.csv:4"},
		{"by-orsha-district,Оршанский районный Совет => by-orsha,Оршанский районный Совет", "D007", "places/councils.csv:3:1"},
		{"by-orsha-district,Оршанский районный Совет => by-baran,Оршанский районный Совет", "D007", "places/councils.csv:3:1"},
		{"by-orsha-district,Оршанский районный Совет => by-vitebsk-region,Оршанский районный Совет", "D007", "places/councils.csv:3:1"},
		{"Vitebsk oblast Council => ", "D005", "places/councils.csv:2"},
		{"count: districts => count: 2", "D009", "places/places.csv"},
		{"count: districts => count: distrikts", "E008", "places/kinds.yaml"},
		{"lead: lead => lead: leed", "D010", "places/kinds.yaml"},
		{"page: districts => page: district", "E014", "places/kinds.yaml"},
		{"by: {citizenship: ru} => by: {age: ru}", "D011", "places/kinds.yaml"},
		{"id: by.city_raion => id: by.raion", "D003", "places/kinds.yaml"},
		{"vote: far => vote: away", "E014", "places/kinds.yaml"},
		{"partly: [by.primary] => partly: [by.primry]", "E014", "places/kinds.yaml"},
	} {
		_, problems := load(t, c.change)
		if !slices.ContainsFunc(problems, func(p problem.Problem) bool {
			return p.Code == c.code && strings.HasPrefix(p.Pos.String(), c.at)
		}) {
			t.Errorf("%s: no %s at %s, but %v", c.change, c.code, c.at, problems)
		}
	}
}

// Two places of one kind with one name cannot be told apart.
func TestSameName(t *testing.T) {
	twin := "by-barok,by,city_raion,by-orsha-district,,,Барань,Барок,Barok,,medium,council\n"
	_, problems := load(t, "by-baran,by,city_raion => "+twin+"by-baran,by,city_raion")
	if !slices.ContainsFunc(problems, func(p problem.Problem) bool { return p.Code == "D008" && p.Pos.Line == 5 }) {
		t.Error(problems)
	}
}

func TestMissingFiles(t *testing.T) {
	if _, problems := place.Load(fstest.MapFS{}, "places", known); problems.Errors() != 1 || problems[0].Code != "E001" {
		t.Error(problems)
	}
}

// Names stand in the order of the alphabet: ё after е, і where Belarusian has it.
func TestOrder(t *testing.T) {
	named := func(names ...string) []*place.Place {
		var out []*place.Place
		for _, n := range names {
			out = append(out, &place.Place{Names: map[lang.Lang]string{lang.BE: n}})
		}
		return out
	}
	var got []string
	for _, p := range place.ByName(named("Ельск", "Яя", "Іўе", "Жлобін", "Ёлкі", "Клецк", "Еы"), lang.BE) {
		got = append(got, p.Names[lang.BE])
	}
	if want := []string{"Ельск", "Еы", "Ёлкі", "Жлобін", "Іўе", "Клецк", "Яя"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
