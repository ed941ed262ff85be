// Package message says in three languages what the tools for editors have to
// say: mistakes in the content, and what the commands print. English stands in
// the code, where it is read together with what it is about; the Russian and
// Belarusian of each sentence stand in locales/tools. The words of the site itself
// are another matter: see package catalog.
package message

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"localvote/locales"
	"localvote/web/lang"
)

// A Speaker says itself in a language: a Message, or a text of the site.
type Speaker interface{ In(l lang.Lang) string }

// A Message is a sentence that can be said in any of the three languages. Its
// arguments may be Speakers, too.
type Message struct {
	Format string // English, as for fmt.Sprintf; also the key of the translations
	Args   []any
}

// New makes a message. The format must be written out at the call, so that the
// test of the translations can find it.
func New(format string, args ...any) Message { return Message{format, args} }

// IsZero tells whether there is nothing to say.
func (m Message) IsZero() bool { return m.Format == "" }

// String says it in English.
func (m Message) String() string { return m.In(lang.EN) }

// In says it in a language; in English where it has not been translated.
func (m Message) In(l lang.Lang) string {
	if len(m.Args) == 0 {
		return translate(l, m.Format)
	}
	args := make([]any, len(m.Args))
	for i, a := range m.Args {
		args[i] = a
		switch a := a.(type) {
		case Speaker:
			args[i] = a.In(l)
		case []Message:
			args[i] = join(l, a)
		}
	}
	return fmt.Sprintf(translate(l, m.Format), args...)
}

// join says several messages one after the other.
func join(l lang.Lang, list []Message) string {
	said := make([]string, len(list))
	for i, m := range list {
		said[i] = m.In(l)
	}
	return strings.Join(said, ", ")
}

// Sprintf says a sentence at once.
func Sprintf(l lang.Lang, format string, args ...any) string { return New(format, args...).In(l) }

// Fprintf writes a sentence at once.
func Fprintf(w io.Writer, l lang.Lang, format string, args ...any) {
	io.WriteString(w, New(format, args...).In(l)) //nolint:errcheck // as good as fmt.Fprintf, whose error nobody reads either
}

// Errorf is an error in the language of whoever reads it.
func Errorf(l lang.Lang, format string, args ...any) error {
	return said{New(format, args...).In(l), args}
}

// Fail is an error that whoever shows it can say in the language of its reader: see
// Say.
func Fail(format string, args ...any) error { return failure{New(format, args...)} }

// A failure keeps its sentence.
type failure struct{ Message }

func (f failure) Error() string { return f.String() }

// Say puts an error into words: those of Fail in the language, all others as they
// are.
func Say(err error, l lang.Lang) string {
	var f failure
	if errors.As(err, &f) {
		return f.In(l)
	}
	return err.Error()
}

// said is an error that was put into words already, and what caused it.
type said struct {
	words string
	args  []any
}

func (s said) Error() string { return s.words }

// Unwrap gives the errors among the arguments.
func (s said) Unwrap() (out []error) {
	for _, a := range s.args {
		if err, ok := a.(error); ok {
			out = append(out, err)
		}
	}
	return out
}

func translate(l lang.Lang, format string) string {
	if l != lang.EN {
		if words, ok := tables()[l][format]; ok {
			return words
		}
	}
	return format
}

// Table gives the translations into Russian or Belarusian by their English.
func Table(l lang.Lang) map[string]string { return tables()[l] }

// tables are read when something is said for the first time. They are built into
// the program, and a test reads them: a file that cannot be read leaves English.
var tables = sync.OnceValue(func() map[lang.Lang]map[string]string {
	out := map[lang.Lang]map[string]string{}
	for _, l := range []lang.Lang{lang.RU, lang.BE} {
		table := map[string]string{}
		if data, err := fs.ReadFile(locales.Tools, "tools/"+string(l)+".toml"); err == nil {
			_ = toml.Unmarshal(data, &table)
		}
		out[l] = table
	}
	return out
})
