-- Who labelled.
CREATE TABLE models (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,             -- as it was called first: fast, accurate, auto, the path of a file
    checksum TEXT NOT NULL UNIQUE   -- SHA-256 of what it is
) STRICT;

-- The labels that a model tells apart, in its order.
CREATE TABLE labels (
    id INTEGER PRIMARY KEY,
    model_id INTEGER NOT NULL REFERENCES models,
    position INTEGER NOT NULL,  -- from 0
    label TEXT NOT NULL,
    UNIQUE (model_id, position),
    UNIQUE (model_id, label)
) STRICT;

-- Bytes that were read: each once, however many files hold them.
CREATE TABLE contents (
    id INTEGER PRIMARY KEY,
    checksum TEXT NOT NULL UNIQUE,  -- SHA-256
    path TEXT NOT NULL,             -- the file they were read from, after which its documents are named
    model_id INTEGER NOT NULL REFERENCES models
) STRICT;
CREATE INDEX contents_by_model ON contents (model_id);

-- Files as they were when last read; those of one content are copies.
CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,  -- bytes
    modified INTEGER,       -- nanoseconds since 1970; NULL where the file system does not say
    content_id INTEGER NOT NULL REFERENCES contents
) STRICT;
CREATE INDEX files_by_content ON files (content_id);

-- Pages, readouts, transcripts.
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    content_id INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
    position INTEGER NOT NULL,  -- place within the file, from 0
    name TEXT NOT NULL UNIQUE,
    title TEXT,
    outlet TEXT,
    url TEXT,
    date TEXT,                  -- YYYY-MM-DD; NULL where nothing says so
    UNIQUE (content_id, position)
) STRICT;
CREATE INDEX documents_by_date ON documents (date);

-- Near-identical documents that were left out for another.
CREATE TABLE copies (
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document_id, position)
) STRICT, WITHOUT ROWID;

-- Statements of one holder toward one alliance.
CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    position INTEGER NOT NULL,    -- place within the document, from 0
    start_byte INTEGER NOT NULL,  -- in the file; in a crawl or mailbox, in the page's own field or body
    end_byte INTEGER NOT NULL,
    text TEXT NOT NULL,
    label_id INTEGER NOT NULL REFERENCES labels,  -- the likeliest
    p REAL NOT NULL,                              -- its probability
    holder TEXT,
    party TEXT,
    alliance TEXT,
    UNIQUE (document_id, position)
) STRICT;
CREATE INDEX statements_by_alliance ON statements (alliance, holder);
CREATE INDEX statements_by_holder ON statements (holder);

-- The probability of every label; those of a statement add up to 1.
CREATE TABLE probabilities (
    statement_id INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
    label_id INTEGER NOT NULL REFERENCES labels,
    p REAL NOT NULL,
    PRIMARY KEY (statement_id, label_id)
) STRICT, WITHOUT ROWID;

-- The words that decided, heaviest first; offsets are bytes of the statement's text.
CREATE TABLE evidence (
    statement_id INTEGER NOT NULL REFERENCES statements ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start_byte INTEGER NOT NULL,
    end_byte INTEGER NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (statement_id, position)
) STRICT, WITHOUT ROWID;

-- A row a statement, with all that is mostly asked for.
CREATE VIEW stances AS
SELECT
    documents.date,
    statements.holder,
    statements.party,
    statements.alliance,
    labels.label,
    statements.p,
    statements.text,
    documents.name AS document,
    documents.title,
    documents.outlet,
    documents.url,
    statements.start_byte,
    statements.end_byte,
    models.name AS model,
    statements.id AS statement_id
FROM statements
JOIN documents ON documents.id = statements.document_id
JOIN labels ON labels.id = statements.label_id
JOIN contents ON contents.id = documents.content_id
JOIN models ON models.id = contents.model_id;
