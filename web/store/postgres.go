package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

// With an address such as postgres://site@db.example/site the same queries run on
// PostgreSQL, so that several servers share what they keep. They are written so
// that both databases take them: $1 for values, ON CONFLICT DO NOTHING, no
// functions of only one. What differs stands here and in migrations/postgres.

// IsPostgres tells whether an address is one of PostgreSQL, and no file.
func IsPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// errAddress stands for whatever the parser says: its words may hold the password.
var errAddress = errors.New("the address of the database cannot be read")

// connectTimeout is how long one attempt to reach the database may take, if the
// address does not say connect_timeout.
const connectTimeout = 5 * time.Second

// parsePostgres reads the address, and gives beside it a name for log and errors:
// host and database, and neither user nor password.
func parsePostgres(address string) (*pgx.ConnConfig, string, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		var file *fs.PathError // a certificate, say
		if errors.As(err, &file) {
			return nil, "postgres", fmt.Errorf("%w: %w", errAddress, file)
		}
		return nil, "postgres", errAddress
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "localvote"
	}
	u := url.URL{Scheme: "postgres", Host: config.Host, Path: "/" + config.Database}
	return config, u.String(), nil
}

// openPostgres connects, and brings the database to the schema of this program.
func (c *connections) openPostgres(ctx context.Context, config *pgx.ConnConfig) error {
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(8)
	db.SetMaxIdleConns(4)
	db.SetConnMaxLifetime(30 * time.Minute) // so that a moved database is found
	c.read, c.write = db, db
	list, err := migrations("migrations/postgres")
	if err != nil {
		return err
	}
	if err := migratePostgres(ctx, db, list); err != nil {
		return err
	}
	c.touch = `UPDATE localvote_schema SET version = version`
	return c.ping(ctx, "")
}

// migratePostgres runs what the database has not seen yet. Servers that start at
// once wait for each other at the one row of localvote_schema: unlike advisory
// locks all relatives of PostgreSQL know that.
func migratePostgres(ctx context.Context, db *sql.DB, list []migration) error {
	for _, query := range []string{
		`CREATE TABLE IF NOT EXISTS localvote_schema (one BIGINT PRIMARY KEY CHECK (one = 1), version BIGINT NOT NULL)`,
		`INSERT INTO localvote_schema (one, version) VALUES (1, 0) ON CONFLICT DO NOTHING`,
	} {
		err := again(ctx, func() error {
			_, err := db.ExecContext(ctx, query)
			return err
		})
		if err != nil {
			return err
		}
	}
	for done := false; !done; {
		err := again(ctx, func() (err error) {
			done, err = stepPostgres(ctx, db, list)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stepPostgres runs one migration, and tells when there is none left.
func stepPostgres(ctx context.Context, db *sql.DB, list []migration) (done bool, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	var version int
	if err := tx.QueryRowContext(ctx, `SELECT version FROM localvote_schema WHERE one = 1 FOR UPDATE`).Scan(&version); err != nil {
		return false, err
	}
	switch {
	case version == len(list):
		return true, nil
	case version > len(list):
		return true, fmt.Errorf("%w: it has schema %d, this program knows schemas up to %d", errNewer, version, len(list))
	}
	if _, err := tx.ExecContext(ctx, list[version].sql); err != nil {
		return false, fmt.Errorf("migration %s: %w", list[version].name, err)
	}
	if _, err := tx.ExecContext(ctx, `UPDATE localvote_schema SET version = $1 WHERE one = 1`, version+1); err != nil {
		return false, err
	}
	return false, tx.Commit()
}

// maxTries bounds how often something is repeated; the last waits are about a second.
const maxTries = 10

// again repeats what failed only because another server did the same at the same
// moment. SQLite, with its one writer, never asks for that.
func again(ctx context.Context, do func() error) (err error) {
	for try := range maxTries {
		if err = do(); err == nil || !collided(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(time.Duration(1+rand.IntN(20<<min(try, 6))) * time.Millisecond):
		}
	}
	return err
}

// collided tells transactions that got into each other's way, and tables that
// two servers create at once.
func collided(err error) bool {
	var coded *pgconn.PgError
	if !errors.As(err, &coded) {
		return false
	}
	switch coded.Code {
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return true
	case "23505", "42P07", "42710": // unique_violation in the catalogue, duplicate_table, duplicate_object
		return strings.HasPrefix(coded.TableName, "pg_") || strings.HasPrefix(coded.ConstraintName, "pg_") || strings.Contains(coded.Message, "localvote_schema")
	}
	return false
}

// advicePostgres is what a maintainer can do about an error of PostgreSQL, "" if
// it is none.
func advicePostgres(err error) string {
	if errors.Is(err, errAddress) {
		return "write it as postgres://USER@HOST:5432/DATABASE, with special characters as %XX; the password is best left to PGPASSWORD or a .pgpass file"
	}
	var coded *pgconn.PgError
	if errors.As(err, &coded) {
		return adviceForState(coded.Code)
	}
	var refused *pgconn.ConnectError
	if errors.As(err, &refused) {
		return "is PostgreSQL running, and are host and port right? It is tried again"
	}
	return ""
}

// adviceForState knows the codes of SQLSTATE that a maintainer can do something
// about; see appendix A of PostgreSQL's manual.
func adviceForState(code string) string {
	switch code {
	case "28P01", "28000":
		return "check user and password, and pg_hba.conf"
	case "3D000":
		return "create the database first: createdb -O USER DATABASE"
	case "42501":
		return "let this user create tables in the database, and read and write them"
	case "42P07":
		return "there are other tables of that name: give the site a database of its own"
	case "25006":
		return "this is a standby, which only reads: name the primary, or add target_session_attrs=read-write"
	case "53100":
		return "make room on the disk of the database"
	case "53300":
		return "raise max_connections, or let fewer servers share the database: each takes up to 8"
	case "55P03":
		return "another program holds a lock: end it, or wait until it has finished"
	case "57P01", "57P02", "57P03":
		return "PostgreSQL is stopping or starting; it is tried again"
	case "57014":
		return "the database took too long"
	}
	return ""
}
