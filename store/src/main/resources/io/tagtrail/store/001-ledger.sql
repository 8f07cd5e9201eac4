-- The schema of a ledger. A step that was ever released is never edited: its checksum is kept in every ledger.

CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The log. The body is the leaf: canonical bytes as they were hashed.
CREATE TABLE entry (
  idx INTEGER PRIMARY KEY,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  body BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 65535)
) STRICT;

CREATE TRIGGER entry_contiguous BEFORE INSERT ON entry
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx) + 1, 0) FROM entry)
BEGIN SELECT RAISE(ABORT, 'entries have no gaps and are never replaced'); END;

CREATE TRIGGER entry_not_updated BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are permanent'); END;

CREATE TRIGGER entry_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are permanent'); END;

-- The head of the log: one row, compared and set by every append.
CREATE TABLE log (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  root BLOB NOT NULL CHECK (length(root) = 32),
  frontier BLOB NOT NULL,
  last INTEGER NOT NULL
) STRICT;

CREATE TRIGGER log_not_deleted BEFORE DELETE ON log
BEGIN SELECT RAISE(ABORT, 'the head of the log is permanent'); END;

-- Full tiles of 256 hashes; the ones at the right edge follow from the leaves.
CREATE TABLE tile (
  level INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  root BLOB NOT NULL CHECK (length(root) = 32),
  hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
  PRIMARY KEY (level, idx)
) STRICT;

-- What questions are asked by, kept narrow: bodies are read for the page alone. Times are milliseconds since 1970.
-- sequence, pipeline and revision are filled for changes only, request_key for what governs only.
CREATE TABLE event (
  idx INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  kind TEXT NOT NULL,
  time INTEGER NOT NULL,
  sequence INTEGER,
  governs INTEGER NOT NULL,
  pipeline TEXT,
  revision TEXT,
  request_key BLOB
) STRICT;

CREATE INDEX event_by_stream ON event (stream, idx);
CREATE UNIQUE INDEX event_by_sequence ON event (stream, sequence) WHERE sequence IS NOT NULL;
CREATE INDEX event_by_pipeline ON event (pipeline, idx) WHERE pipeline IS NOT NULL;
CREATE INDEX event_by_revision ON event (revision, idx) WHERE revision IS NOT NULL;
CREATE INDEX event_by_key ON event (request_key, idx) WHERE request_key IS NOT NULL;

-- Which entries name a bundle, a policy or any other subject.
CREATE TABLE named (
  digest BLOB NOT NULL,
  idx INTEGER NOT NULL,
  PRIMARY KEY (digest, idx)
) STRICT, WITHOUT ROWID;

-- What each stream adds up to.
CREATE TABLE stream (
  key TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  state BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Names and free texts. An erased one keeps its row, empty, so that nothing brings it back.
CREATE TABLE side (
  commitment BLOB PRIMARY KEY,
  field TEXT,
  salt TEXT,
  value TEXT
) STRICT;

CREATE TABLE document (
  digest BLOB PRIMARY KEY,
  media_type TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER document_not_updated BEFORE UPDATE ON document
BEGIN SELECT RAISE(ABORT, 'documents are permanent'); END;

CREATE TRIGGER document_not_deleted BEFORE DELETE ON document
BEGIN SELECT RAISE(ABORT, 'documents are permanent'); END;

CREATE TABLE outbox (
  idx INTEGER NOT NULL,
  kind TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  due INTEGER NOT NULL,
  done INTEGER,
  problem TEXT,
  PRIMARY KEY (idx, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_pending ON outbox (idx, kind, due) WHERE done IS NULL;
