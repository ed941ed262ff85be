-- As in ../0004.
CREATE TABLE feedback (
    day     TEXT NOT NULL CHECK (day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    id      TEXT NOT NULL CHECK (id ~ '^[0-9a-f]{32}$'),
    page    TEXT NOT NULL CHECK (page ~ '^/[a-z0-9/._~-]{0,99}$'),
    lang    TEXT NOT NULL CHECK (lang ~ '^[a-z]{1,16}$'),
    edition TEXT NOT NULL CHECK (edition ~ '^[0-9a-z.-]{0,64}$'),
    verdict TEXT NOT NULL CHECK (verdict IN ('yes', 'no', 'wrong')),
    reason  TEXT NOT NULL CHECK (reason ~ '^[a-z-]{0,32}$'),
    text    TEXT NOT NULL CHECK (char_length(text) <= 500),
    PRIMARY KEY (day, id)
);
