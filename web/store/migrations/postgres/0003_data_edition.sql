-- As in ../0003.
CREATE TABLE data_edition (
    edition    TEXT PRIMARY KEY,
    first_seen TEXT NOT NULL,
    body       BYTEA NOT NULL
);
