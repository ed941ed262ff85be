-- Stylesheets that kept pages were drawn with.
CREATE TABLE asset_version (
    hash TEXT PRIMARY KEY NOT NULL, -- sha256 of the bytes, 64 hex digits
    kind TEXT NOT NULL,             -- media type
    body BLOB NOT NULL              -- gzip
) STRICT;

-- Every version of a page that went live, as the bytes that are sent for ever.
CREATE TABLE page_version (
    hash         TEXT PRIMARY KEY NOT NULL, -- sha256 of the document, 64 hex digits
    page         TEXT NOT NULL,             -- id: 'in-russia'
    lang         TEXT NOT NULL,
    words        TEXT NOT NULL,             -- sha256 of what it says, 64 hex digits: markup does not count
    title        TEXT NOT NULL,
    first_seen   TEXT NOT NULL,             -- UTC, '2026-11-21T08:15:00.000Z'
    article_from INTEGER NOT NULL,          -- where in the document its article begins, in bytes
    article_to   INTEGER NOT NULL,          -- and where it ends
    added        INTEGER NOT NULL,          -- blocks, against the version before; all three 0 for the first
    changed      INTEGER NOT NULL,
    removed      INTEGER NOT NULL,
    body         BLOB NOT NULL,             -- the document, gzip
    blocks       BLOB NOT NULL,             -- the words block by block, for comparing, gzip
    UNIQUE (page, lang, words)
) STRICT;
