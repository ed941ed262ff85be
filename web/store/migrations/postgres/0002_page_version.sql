-- As in ../0002.
CREATE TABLE asset_version (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    body BYTEA NOT NULL
);

CREATE TABLE page_version (
    hash         TEXT PRIMARY KEY,
    rowid        BIGINT NOT NULL, -- order of writing, which SQLite keeps by itself
    page         TEXT NOT NULL,
    lang         TEXT NOT NULL,
    words        TEXT NOT NULL,
    title        TEXT NOT NULL,
    first_seen   TEXT NOT NULL,
    article_from BIGINT NOT NULL,
    article_to   BIGINT NOT NULL,
    added        BIGINT NOT NULL,
    changed      BIGINT NOT NULL,
    removed      BIGINT NOT NULL,
    body         BYTEA NOT NULL,
    blocks       BYTEA NOT NULL,
    UNIQUE (page, lang, words)
);

CREATE INDEX page_version_rowid ON page_version (rowid);
