-- What readers said of a page, and nothing about who said it. The checks repeat
-- what the program does. The id is random and rows lie in its order, so that
-- nobody can tell who of a day came first.
CREATE TABLE feedback (
    day     TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    id      TEXT NOT NULL CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'),
    page    TEXT NOT NULL CHECK (length(page) BETWEEN 1 AND 100 AND page GLOB '/*' AND page NOT GLOB '*[^a-z0-9/._~-]*'),
    lang    TEXT NOT NULL CHECK (length(lang) BETWEEN 1 AND 16 AND lang NOT GLOB '*[^a-z]*'),
    edition TEXT NOT NULL CHECK (length(edition) <= 64 AND edition NOT GLOB '*[^0-9a-z.-]*'),
    verdict TEXT NOT NULL CHECK (verdict IN ('yes', 'no', 'wrong')), -- useful, not useful, something is wrong
    reason  TEXT NOT NULL CHECK (length(reason) <= 32 AND reason NOT GLOB '*[^a-z-]*'), -- one of a closed list
    text    TEXT NOT NULL CHECK (length(text) <= 500), -- what the reader wrote, often nothing
    PRIMARY KEY (day, id)
) STRICT, WITHOUT ROWID;
