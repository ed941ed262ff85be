package place

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"localvote/web/eligibility"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/source"
	"localvote/web/yamldoc"
)

// Known is what the gazetteer may refer to.
type Known struct {
	Blocks []string // of the page "places"
	Pages  []string
	Levels []string // of levels.yaml: "by.oblast"
	Rights []string
	// Number is the number that a fact of the content states.
	Number func(fact string) (int, bool)
	// Answers reads named answers of the questionnaire and says what is wrong.
	Answers func(map[string]string) (eligibility.Answers, []message.Message)

	// For Shape alone: what the readers look up or check elsewhere.
	Numbers []string         // facts that state a number
	Given   []yamldoc.Choice // questions with their answers
}

// A loader reads the folder once.
type loader struct {
	problem.List
	fsys  fs.FS
	dir   string
	known Known
	g     *Gazetteer
	pos   map[*Place]row
}

// A row is a row of a table with the place of each of its cells.
type row struct {
	file  string
	cells map[string]string
	cols  map[string]int
	line  int
}

func (r row) at(column string) problem.Pos {
	return problem.Pos{File: r.file, Line: r.line, Col: r.cols[column]}
}

// Load reads kinds.yaml, places.csv and councils.csv in a folder.
func Load(fsys fs.FS, dir string, known Known) (*Gazetteer, problem.List) {
	ld := &loader{fsys: fsys, dir: dir, known: known, pos: map[*Place]row{}}
	ld.g = &Gazetteer{byID: map[string]*Place{}, Cases: map[string]eligibility.Answers{}, Notes: map[string][]string{}}
	ld.readKinds(path.Join(dir, "kinds.yaml"))
	if len(ld.g.kinds) > 0 {
		ld.readPlaces(path.Join(dir, "places.csv"))
		ld.readCouncils(path.Join(dir, "councils.csv"))
		ld.verify()
	}
	return ld.g, ld.List
}

var placeColumns = []string{"id", "country", "kind", "parent", "centre", "head", "name_ru", "name_be", "name_en", "aliases", "confidence", "doubt"}

var councilColumns = []string{"place", "ru", "be", "en"}

// Columns are the columns of a table in their usual order; nil for no table.
func Columns(name string) []string {
	return map[string][]string{"places.csv": placeColumns, "councils.csv": councilColumns}[name]
}

// table reads a CSV file whose head must have exactly these columns, in any
// order, and calls f with every row of the right length.
func (ld *loader) table(name string, columns []string, f func(row)) {
	data, err := fs.ReadFile(ld.fsys, name)
	if err != nil {
		var pe *fs.PathError
		if errors.As(err, &pe) {
			err = pe.Err
		}
		ld.Errorf(problem.Pos{File: name}, "E001", "cannot read the file: %s", problem.Cause(err))
		return
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		ld.csvError(name, err)
		return
	}
	if !ld.headFits(name, head, columns) {
		return
	}
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			ld.csvError(name, err)
			return
		}
		line, _ := r.FieldPos(0)
		if len(cells) != len(head) {
			ld.Errorf(problem.Pos{File: name, Line: line}, "D001", "this row has %d cells, the head has %d", len(cells), len(head)).Hint("an empty cell is still a cell: count the commas")
			continue
		}
		one := row{file: name, cells: map[string]string{}, cols: map[string]int{}, line: line}
		for i, column := range head {
			_, one.cols[column] = r.FieldPos(i)
			one.cells[column] = cells[i]
		}
		f(one)
	}
}

func (ld *loader) csvError(file string, err error) {
	pos := problem.Pos{File: file, Line: 1}
	var pe *csv.ParseError
	if errors.As(err, &pe) {
		pos.Line, pos.Col, err = pe.Line, pe.Column, pe.Err
	}
	ld.Errorf(pos, "D001", "cannot read this as CSV: %s", problem.Cause(err)).Hint("columns are separated by commas; a text with a comma stands in quotation marks")
}

func (ld *loader) headFits(name string, head, columns []string) bool {
	before := ld.Errors()
	pos := problem.Pos{File: name, Line: 1}
	if len(head) == 1 && strings.Contains(head[0], ";") {
		ld.Errorf(pos, "D001", "the columns of this table are separated by semicolons").Hint("save it as CSV with commas")
		return false
	}
	for i, column := range head {
		if !slices.Contains(columns, column) || slices.Index(head, column) != i {
			ld.Errorf(pos, "D001", "the column %q is unknown or stands twice", column).Near(column, columns)
		}
	}
	for _, column := range columns {
		if !slices.Contains(head, column) {
			ld.Errorf(pos, "D001", "the column %q is missing", column).Hint("the columns are %s", strings.Join(columns, ","))
		}
	}
	return ld.Errors() == before
}

func (ld *loader) readPlaces(name string) {
	parents := map[*Place]string{}
	ld.table(name, placeColumns, func(r row) {
		p := ld.readPlace(r)
		if p == nil {
			return
		}
		parents[p] = r.cells["parent"]
		ld.pos[p] = r
		ld.g.byID[p.ID] = p
		ld.g.order = append(ld.g.order, p)
	})
	for _, p := range ld.g.order {
		ld.settle(p, parents[p])
	}
}

// readPlace reads one row; nil if it cannot be used at all.
func (ld *loader) readPlace(r row) *Place {
	c := r.cells
	p := &Place{ID: c["id"], Country: c["country"], Names: source.Text{}}
	if !ld.idFits(r) {
		return nil
	}
	if p.Kind = ld.kind(c["country"] + "." + c["kind"]); p.Kind == nil {
		ld.Errorf(r.at("kind"), "D003", "there is no kind %q in kinds.yaml", c["country"]+"."+c["kind"]).Near(c["country"]+"."+c["kind"], ld.kindIDs())
		return nil
	}
	for _, l := range lang.All() {
		p.Names[l] = c["name_"+string(l)]
		ld.checkName(l, p.Names[l], r.at("name_"+string(l)))
	}
	if c["aliases"] != "" {
		p.Aliases = strings.Split(c["aliases"], "|")
	}
	ld.checkAliases(p, r.at("aliases"))
	p.Centre = Centre(ld.word(r, "centre", "", string(OfDistrict), string(OfOblast), string(OfRegion)))
	p.Head = Head(ld.word(r, "head", "", string(HeadListed), string(HeadAbolished), string(HeadCapital)))
	p.Confidence = Confidence(ld.word(r, "confidence", string(High), string(Medium), string(Low)))
	ld.readDoubts(p, r)
	return p
}

// word is a cell with one of the words allowed.
func (ld *loader) word(r row, column string, allowed ...string) string {
	w := r.cells[column]
	if !slices.Contains(allowed, w) {
		ld.Errorf(r.at(column), "D006", "%q cannot stand in the column %q", w, column).Near(w, allowed)
		return allowed[0]
	}
	return w
}

// readDoubts reads why a place is not certain: a doubt and confidence below high
// belong together.
func (ld *loader) readDoubts(p *Place, r row) {
	for _, word := range strings.Fields(r.cells["doubt"]) {
		all := []string{string(AboutCouncil), string(AboutName), string(AboutChoice)}
		if !slices.Contains(all, word) {
			ld.Errorf(r.at("doubt"), "D006", "%q is not a doubt", word).Near(word, all)
			continue
		}
		p.Doubts = append(p.Doubts, Doubt(word))
	}
	if (p.Confidence == High) != (len(p.Doubts) == 0) {
		ld.Errorf(r.at("confidence"), "D006", "confidence %q and doubt %q contradict each other", p.Confidence, r.cells["doubt"]).Hint("medium and low confidence say what is doubtful in the column `doubt`: council, name, choice; high has no doubt")
	}
}

// settle finds the place around a place.
func (ld *loader) settle(p *Place, parent string) {
	pos := ld.pos[p].at("parent")
	if parent == "" {
		if len(p.Kind.Inside) > 0 {
			ld.Errorf(pos, "D004", "a place of kind %q lies in another place: name it", p.Kind.ID)
		}
		return
	}
	around, ok := ld.g.byID[parent]
	switch {
	case !ok:
		ld.Errorf(pos, "D004", "there is no place %q", parent).Near(parent, ld.near(parent))
	case !slices.Contains(p.Kind.Inside, around.Kind.ID):
		ld.Errorf(pos, "D004", "a place of kind %q cannot lie in %q, which is of kind %q", p.Kind.ID, parent, around.Kind.ID)
	default:
		p.Parent = around
		around.Children = append(around.Children, p)
	}
}

// near is the nearest id, or nothing: a list of five hundred would not help.
func (ld *loader) near(id string) []string {
	var ids []string
	for _, p := range ld.g.order {
		ids = append(ids, p.ID)
	}
	if n := problem.Nearest(id, ids); n != "" {
		return []string{n}
	}
	return nil
}

// readCouncils reads the names of Councils. Every place whose kind has a Council
// of its own needs a name here, unless kinds.yaml names it for the whole kind.
func (ld *loader) readCouncils(name string) {
	seen := map[string]int{}
	ld.table(name, councilColumns, func(r row) {
		id := r.cells["place"]
		p, ok := ld.g.byID[id]
		switch first := seen[id]; {
		case !ok:
			ld.Errorf(r.at("place"), "D007", "there is no place %q", id).Near(id, ld.near(id))
			return
		case first > 0:
			ld.Errorf(r.at("place"), "D007", "the Council of %q stands here a second time (first in line %d)", id, first).Hint("keep one of the two")
			return
		case p.Kind.Level == "" || p.Kind.Council != nil:
			ld.Errorf(r.at("place"), "D007", "a place of kind %q has no name of a Council of its own", p.Kind.ID)
			return
		}
		seen[id] = r.line
		p.council = source.Text{}
		for _, l := range lang.All() {
			p.council[l] = r.cells[string(l)]
			ld.checkName(l, p.council[l], r.at(string(l)))
		}
	})
	for _, p := range ld.g.order {
		if p.Kind.Level != "" && p.Kind.Council == nil && p.council == nil {
			ld.Errorf(ld.pos[p].at("id"), "D007", "the Council of %q has no name", p.ID).Hint("add a line to %s", name)
		}
	}
}
