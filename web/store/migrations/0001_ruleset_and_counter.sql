-- Every version of the rules that went live, whole, so that an old result can be
-- computed again for ever.
CREATE TABLE ruleset (
    hash         TEXT PRIMARY KEY NOT NULL, -- sha256 of the files, 64 hex digits
    id           TEXT NOT NULL UNIQUE,      -- '2026-11-21.1': day and running number of that day
    layout       INTEGER NOT NULL,          -- version of the list of questions
    published_at TEXT NOT NULL,             -- UTC, '2026-11-21T08:15:00.000Z'
    files        BLOB NOT NULL              -- zip
) STRICT;

-- How many checks were completed, and nothing about who completed them. The
-- checks repeat what the program does: nothing but letters can get in.
CREATE TABLE counter (
    day     TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    lang    TEXT NOT NULL CHECK (length(lang) BETWEEN 1 AND 16 AND lang NOT GLOB '*[^a-z]*'),
    pattern TEXT NOT NULL CHECK (length(pattern) BETWEEN 1 AND 16 AND pattern NOT GLOB '*[^a-z]*'),
    n       INTEGER NOT NULL,
    PRIMARY KEY (day, lang, pattern)
) STRICT, WITHOUT ROWID;
