package main

import (
	"io"
	"os"
	"path/filepath"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/schema"
	"localvote/web/site"
)

// schemas writes what editors' programs need to complete words and to underline
// slips while a file is typed.
type schemas struct {
	Dir string `arg:"" optional:"" default:"content" help:"Content folder; the schemas go into its folder schemas."`
}

// Run writes every schema that is not as it should be, and names it.
func (c *schemas) Run(out io.Writer, l lang.Lang) error {
	written, err := writeSchemas(c.Dir, l)
	for _, name := range written {
		message.Fprintf(out, l, "%s written\n", name)
	}
	if err != nil {
		return err
	}
	message.Fprintf(out, l, "%d schemas written\n", len(written))
	return nil
}

// writeSchemas brings the schemas of a content folder up to date.
func writeSchemas(dir string, l lang.Lang) (written []string, err error) {
	files, err := filesFrom(dir)
	if err != nil {
		return nil, err
	}
	made, err := schemasOf(files, l)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(dir, "schemas")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	for _, one := range made {
		name := filepath.Join(folder, one.name)
		if there, err := os.ReadFile(name); err == nil && string(there) == string(one.data) {
			continue
		}
		if err := os.WriteFile(name, one.data, 0o644); err != nil {
			return written, err
		}
		written = append(written, name)
	}
	return written, nil
}

// A schemaFile is a schema and the name of its file.
type schemaFile struct {
	name string
	data []byte
}

// schemasOf makes the schemas of some content. It may have mistakes, as long as the
// questionnaire can be read: the schemas hold its ids.
func schemasOf(files site.Files, l lang.Lang) ([]schemaFile, error) {
	s, problems := site.Build(files)
	if !s.HasKinds() {
		return nil, message.Errorf(l, "the questionnaire cannot be read: mend this first\n%s", firstError(problems))
	}
	fields, err := schema.Read()
	if err != nil {
		return nil, err
	}
	var out []schemaFile
	set := schema.NewSet(fields)
	for _, k := range s.Kinds() {
		data, err := set.Write(k.Name, "content/"+k.Files, k.Shape)
		if err != nil {
			return nil, err
		}
		out = append(out, schemaFile{k.Name + schema.Ending, data})
	}
	data, err := set.WriteIDs()
	return append(out, schemaFile{schema.IDs + schema.Ending, data}), err
}
