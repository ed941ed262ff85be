package eligibility

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"localvote/web/problem"
	"localvote/web/yamldoc"
)

// The frozen copy of what was last released stands in the folder of the
// questionnaire. It is written by a command only, and by nobody's hand: the sums
// in it tell.
const (
	releasedDir = "released"
	sumFile     = "SHA256SUMS"
)

// A Release is what was released last: the rules with their test persons, and the
// change log as it was then. It has no texts.
type Release struct {
	*Questionnaire
	Changelog *Changelog
}

// HasRelease tells whether anything was released yet.
func HasRelease(fsys fs.FS, dir string) bool {
	_, err := fs.Stat(fsys, path.Join(dir, releasedDir))
	return err == nil
}

// NothingReleased tells whether a problem is only that nothing was released yet.
func NothingReleased(p problem.Problem) bool {
	return p.Code == "C12" && path.Base(p.Pos.File) == releasedDir && p.Pos.Line == 0
}

// LoadRelease reads the frozen copy in the folder of a questionnaire. It is not
// proven again: it was, when it was released.
func LoadRelease(fsys fs.FS, dir string) (*Release, problem.List) {
	ld := newLoader(fsys, path.Join(dir, releasedDir), nil)
	ld.anySource = true
	pos := problem.Pos{File: ld.dir}
	if !HasRelease(fsys, dir) {
		ld.Errorf(pos, "C12", "nothing was released yet, so nothing says which answers readers know").Hint("run `localvote release`; if there was a release, take the folder back from version control")
		return nil, ld.List
	}
	if ld.checkSums(); ld.Errors() > 0 {
		return nil, ld.List
	}
	ld.readRulesProper()
	ld.readPersonas("personas.csv")
	ld.seen = map[string]problem.Pos{} // the log has ids of its own
	r := &Release{Questionnaire: ld.q, Changelog: &Changelog{}}
	ld.file(LogFile, func(n yamldoc.Node) { r.Changelog.read(ld, n) })
	if ld.Errors() > 0 {
		ld.Errorf(pos, "C12", "this program cannot read what was released").Hint("it was written by another version of the program")
		return nil, ld.List
	}
	ld.q.compile()
	return r, ld.List
}

// checkSums finds edits by hand.
func (ld *loader) checkSums() {
	name := ld.path(sumFile)
	data, err := fs.ReadFile(ld.fsys, name)
	if err != nil {
		handsOff(ld.Errorf(problem.Pos{File: name}, "C12", "the sums of the release cannot be read: %s", problem.Cause(err)))
		return
	}
	listed := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		sum, file, _ := strings.Cut(line, "  ")
		listed[file] = true
		frozen, err := fs.ReadFile(ld.fsys, ld.path(file))
		switch {
		case !fs.ValidPath(file) || err != nil:
			handsOff(ld.Errorf(problem.Pos{File: ld.path(file)}, "C12", "the file %q of the release is gone", file))
		case sumOf(frozen) != sum:
			handsOff(ld.Errorf(problem.Pos{File: ld.path(file)}, "C12", "this copy of what was released was edited"))
		}
	}
	for _, file := range filesIn(ld.fsys, ld.dir) {
		if file != sumFile && !listed[file] {
			handsOff(ld.Errorf(problem.Pos{File: ld.path(file)}, "C12", "this file was not released"))
		}
	}
}

func handsOff(a problem.Added) {
	a.Hint("only `localvote release` writes into this folder: take it back from version control")
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// filesIn lists the files of a folder, named from there. Names that begin with a
// point are editors' own.
func filesIn(fsys fs.FS, dir string) []string {
	var out []string
	_ = fs.WalkDir(fsys, dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil || name == dir:
			return err
		case strings.HasPrefix(d.Name(), "."):
			return skip(d)
		case !d.IsDir():
			out = append(out, strings.TrimPrefix(name, dir+"/"))
		}
		return nil
	}) // a folder that cannot be read has no files
	return out
}

// Freeze gives the files of a release: copies of what verdicts, share codes and
// test persons follow from, of the change log, and their sums, named from the
// folder that keeps them.
func Freeze(fsys fs.FS, dir string) (map[string][]byte, error) {
	names, err := fs.Glob(fsys, path.Join(dir, "rules", "*.yaml"))
	if err != nil {
		return nil, err
	}
	for i := range names {
		names[i] = strings.TrimPrefix(names[i], dir+"/")
	}
	names = append(names, "questions.yaml", "rights.yaml", "layouts.yaml", "migrations.yaml", "personas.csv", LogFile)
	slices.Sort(names)
	files := map[string][]byte{}
	var sums bytes.Buffer
	for _, name := range names {
		data, err := fs.ReadFile(fsys, path.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("freeze the rules: %w", err)
		}
		files[name] = data
		fmt.Fprintf(&sums, "%s  %s\n", sumOf(data), name)
	}
	files[sumFile] = sums.Bytes()
	return files, nil
}

// ReleasedDir is where, in the folder of the questionnaire, a release is kept.
const ReleasedDir = releasedDir
