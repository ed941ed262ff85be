// Command localvote is the whole site in one program: the server, and the tools
// of those who edit its content. Run without a subcommand it serves.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/alecthomas/kong"

	"localvote/content"
	"localvote/locales"
	"localvote/static"
	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/problem"
	"localvote/web/site"
)

// commands is what the program can do. The texts of the tags are its help.
type commands struct {
	Lang string `enum:"ru,be,en,auto" default:"auto" env:"LOCALVOTE_LANG" help:"Language of what the program says: ru, be, en, or auto for that of the terminal."`

	Serve        serve        `cmd:"" default:"withargs" help:"Serve the site (this is what happens without a subcommand)."`
	Preview      previewing   `cmd:"" help:"Show the working folder in a browser as the site would look, with its mistakes, beside what is live. Renews itself after each save."`
	Check        check        `cmd:"" help:"Check the content and list every mistake with file and line. Exits with 1 if there are errors."`
	Diff         diff         `cmd:"" help:"Say what an edit of the content does: which verdicts change, for whom, since when."`
	Suggest      suggest      `cmd:"" help:"Try every slip in the rule cards: which ones would nobody notice, and which test persons would change that."`
	Changelog    changelog    `cmd:"" help:"Write what changed in the verdicts since the last release into the change log; people then write why."`
	Release      release      `cmd:"" help:"Freeze the rules as they are published: from then on every change of a verdict needs a word in the change log."`
	Translations translations `cmd:"" help:"Count translated blocks that have fallen behind the Russian text, or mark them as read again."`
	Links        linkCheck    `cmd:"" help:"Look whether the cited addresses still lead to what was read there. Asks other people's servers, slowly."`
	Fmt          formatter    `cmd:"" name:"fmt" help:"Write the files of the content in their usual form: order, spaces, quotation marks. Comments stay."`
	New          newEntry     `cmd:"" help:"Begin a page, a rule card, a source or a place: writes what is always the same, and TODO where you go on."`
	Short        shortening   `cmd:"" help:"Give pages and places that have none a short address for paper. What was given once stays."`
	Schemas      schemas      `cmd:"" help:"Write the JSON Schemas by which editors' programs complete words and underline slips."`
	Export       exporting    `cmd:"" name:"export" help:"Write the whole site as files for any host, or for a USB stick. The questionnaire works there by links alone."`
	Feedback     feedbacks    `cmd:"" help:"Show what readers said of pages: for reading, as CSV for spreadsheets, or as JSON."`
	Backup       backup       `cmd:"" help:"Copy the database into a file and check the copy. The server may go on running."`
	Restore      restore      `cmd:"" help:"Put a copy in the place of the database. What is there now is renamed; the server must be stopped."`
	Health       health       `cmd:"" help:"Ask the server on this machine whether it answers; ends with status 1 if not. For containers."`
	Explain      explain      `cmd:"" help:"Show what the rules say about one person, with all reasons."`
}

// errSilent ends the program with status 1 after it has said what is wrong.
var errSilent = errors.New("")

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is main without the process: for tests.
func run(args []string, out, errOut io.Writer) int {
	exit := -1
	var c commands
	parser, err := kong.New(&c,
		kong.Name("localvote"),
		kong.Description("Who may vote and stand in local elections in Russia and Belarus: the site and the tools of its editors."),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { exit = code; panic(exitNow{}) }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(out, (*io.Writer)(nil)),
	)
	if err != nil {
		fmt.Fprintln(errOut, "localvote:", err)
		return 1
	}
	return execute(parser, &c, args, &exit, errOut)
}

// language is the one that was asked for, or that of the terminal: Belarusian and
// Russian by their locales, English for all others.
func (c *commands) language(getenv func(string) string) lang.Lang {
	if l, ok := lang.Parse(c.Lang); ok {
		return l
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} { // the order of POSIX
		if value := getenv(name); value != "" {
			l, _ := lang.Parse(value[:min(2, len(value))])
			if l == "" {
				l = lang.EN
			}
			return l
		}
	}
	return lang.EN
}

// exitNow unwinds to execute when the parser has printed its help.
type exitNow struct{}

func execute(parser *kong.Kong, c *commands, args []string, exit *int, errOut io.Writer) (code int) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(exitNow); !ok {
				panic(r)
			}
			code = *exit
		}
	}()
	ctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(errOut, "localvote: %v\nTry: localvote --help\n", err)
		return 2
	}
	ctx.Bind(c.language(os.Getenv))
	if err := ctx.Run(); err != nil {
		if !errors.Is(err, errSilent) {
			fmt.Fprintln(errOut, "localvote:", message.Say(err, c.language(os.Getenv)))
		}
		return 1
	}
	return 0
}

// here is the content folder that an editor means who names none: the folder
// content, or the one in which the command runs; "" if neither is one.
func here() string {
	for _, folder := range []string{"content", "."} {
		if _, err := os.Stat(filepath.Join(folder, "site.yaml")); err == nil {
			return folder
		}
	}
	return ""
}

// filesFrom gives the files of the site: the content that was built in, or a
// folder instead of it.
func filesFrom(folder string) (site.Files, error) {
	files := site.Files{Content: content.FS, Locales: locales.FS, Static: static.FS}
	if folder == "" {
		return files, nil
	}
	info, err := os.Stat(folder)
	if err != nil {
		return files, message.Fail("the content folder %s cannot be read: %s", folder, problem.Cause(err))
	}
	if !info.IsDir() {
		return files, message.Fail("the content folder %s is a file", folder)
	}
	files.Content = os.DirFS(folder)
	if _, err := fs.Stat(files.Content, "site.yaml"); err != nil {
		return files, message.Fail("%s is not a content folder: it has no site.yaml (the folder in this repository is called content)", folder)
	}
	return files, nil
}
