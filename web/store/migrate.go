package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

// The files are only ever added to: a database in the field has run them as
// they stood.
//
//go:embed migrations/*.sql migrations/postgres/*.sql
var migrationFiles embed.FS

// A migration takes the schema from one version to the next.
type migration struct {
	name string
	sql  string
}

// migrations lists all of a folder; the first one makes version 1.
func migrations(folder string) ([]migration, error) {
	names, err := fs.Glob(migrationFiles, folder+"/*.sql") // sorted
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	var list []migration
	for i, name := range names {
		if !strings.HasPrefix(name, fmt.Sprintf("%s/%04d_", folder, i+1)) {
			return nil, fmt.Errorf("migration %d is called %s: numbers must follow each other", i+1, name)
		}
		text, err := fs.ReadFile(migrationFiles, name)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		list = append(list, migration{name, string(text)})
	}
	return list, nil
}

// migrate runs what the database has not seen yet, each step in a transaction.
func migrate(ctx context.Context, db *sql.DB, list []migration) error {
	var version int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	for version < len(list) {
		if err := step(ctx, db, list[version], version); err != nil {
			return fmt.Errorf("migration %s: %w", list[version].name, err)
		}
		version++
	}
	return nil
}

// step runs one migration, unless another program has done so since we looked.
func step(ctx context.Context, db *sql.DB, m migration, from int) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	if version > from {
		return nil
	}
	for _, query := range []string{m.sql, setOwner, fmt.Sprintf("PRAGMA user_version = %d", from+1)} {
		if _, err := tx.ExecContext(ctx, query); err != nil {
			return err
		}
	}
	return tx.Commit()
}
