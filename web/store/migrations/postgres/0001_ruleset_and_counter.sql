-- As in ../0001: see there what the columns mean. Standard SQL as far as it goes,
-- so that databases which speak PostgreSQL's language have a chance.
CREATE TABLE ruleset (
    hash         TEXT PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    layout       BIGINT NOT NULL,
    published_at TEXT NOT NULL,
    files        BYTEA NOT NULL
);

CREATE TABLE counter (
    day     TEXT NOT NULL CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    lang    TEXT NOT NULL CHECK (lang ~ '^[a-z]{1,16}$'),
    pattern TEXT NOT NULL CHECK (pattern ~ '^[a-z]{1,16}$'),
    n       BIGINT NOT NULL,
    PRIMARY KEY (day, lang, pattern)
);
