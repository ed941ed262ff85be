package main

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/alecthomas/kong"

	"localvote/web/lang"
	"localvote/web/message"
	"localvote/web/store"
)

// dbPath says where the database is: a file, made absolute, or an address of
// PostgreSQL, which may hold a password and is never printed.
type dbPath string

// UnmarshalText makes a path absolute: programs that are started by others
// rarely stand where one thinks.
func (a *dbPath) UnmarshalText(text []byte) error {
	if store.IsPostgres(string(text)) {
		*a = dbPath(text)
		return nil
	}
	*a = dbPath(kong.ExpandPath(string(text)))
	return nil
}

// there tells when there is no database: a command that reads has no use for a
// new one.
func (a dbPath) there(l lang.Lang) error {
	if store.IsPostgres(string(a)) {
		return nil // it says so itself
	}
	if _, err := os.Stat(string(a)); errors.Is(err, fs.ErrNotExist) {
		return message.Errorf(l, "there is no database %s: name the one of the server with --db", string(a))
	}
	return nil
}

// open opens a database that is there already.
func (a dbPath) open(ctx context.Context, l lang.Lang) (*store.Store, error) {
	if err := a.there(l); err != nil {
		return nil, err
	}
	return store.Open(ctx, string(a), store.Options{})
}

// file tells when the database is no file: PostgreSQL has tools of its own.
func (a dbPath) file(l lang.Lang) error {
	if store.IsPostgres(string(a)) {
		return message.Errorf(l, "the database is PostgreSQL: copy it with pg_dump --format=custom, put it back with pg_restore")
	}
	return nil
}
