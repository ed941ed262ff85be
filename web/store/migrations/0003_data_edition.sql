-- The open data as one file, of every edition that went live: who cites an
-- edition must find it.
CREATE TABLE data_edition (
    edition    TEXT PRIMARY KEY NOT NULL, -- its name, 12 hex digits
    first_seen TEXT NOT NULL,             -- UTC, '2026-11-21T08:15:00.000Z'
    body       BLOB NOT NULL              -- zip
) STRICT;
