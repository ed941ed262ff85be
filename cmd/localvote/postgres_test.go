package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"localvote/web/webtest"
)

// The scripts of testdata/postgres find an empty database of PostgreSQL in
// LOCALVOTE_DB.
func TestScriptsOnPostgres(t *testing.T) {
	if testing.Short() {
		t.Skip("starts PostgreSQL")
	}
	p := webtest.StartPostgres(t)
	t.Run("scripts", func(t *testing.T) { // the scripts run side by side, and end before PostgreSQL does
		testscript.Run(t, testscript.Params{Dir: "testdata/postgres", Cmds: scriptCommands, Setup: func(e *testscript.Env) error {
			e.Setenv("LOCALVOTE_DB", p.NewDatabase(t))
			return nil
		}})
	})
}
