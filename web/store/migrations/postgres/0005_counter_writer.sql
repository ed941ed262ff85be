-- As in ../0005.
CREATE TABLE counter_writer (
    id    TEXT PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
    day   TEXT NOT NULL,
    batch BIGINT NOT NULL
);
