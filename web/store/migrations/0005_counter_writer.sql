-- How many batches of counters each start of a server has written. When an answer
-- is cut off, the server sends the batch again, and here it sees that it was
-- taken: nothing is counted twice.
CREATE TABLE counter_writer (
    id    TEXT PRIMARY KEY NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'), -- random, new with each start
    day   TEXT NOT NULL,    -- of its last batch, to delete old ones
    batch INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
