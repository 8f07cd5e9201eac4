-- The schema of a ledger in PostgreSQL. A step that was ever released is never edited: its checksum is kept in every
-- ledger. Text is compared by its bytes, whatever the database's own collation is.

CREATE TABLE meta (
  name TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);

-- The log. The body is the leaf: canonical bytes as they were hashed.
CREATE TABLE entry (
  idx BIGINT PRIMARY KEY CHECK (idx >= 0),
  leaf BYTEA NOT NULL CHECK (length(leaf) = 32),
  body BYTEA NOT NULL CHECK (length(body) BETWEEN 1 AND 65535)
);

-- The head of the log: one row, locked, compared and set by every append. The generation changes when the projections
-- were written anew.
CREATE TABLE log (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size BIGINT NOT NULL,
  root BYTEA NOT NULL CHECK (length(root) = 32),
  frontier BYTEA NOT NULL,
  last BIGINT NOT NULL,
  generation BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

-- Full tiles of 256 hashes; the ones at the right edge follow from the leaves.
CREATE TABLE tile (
  level INTEGER NOT NULL,
  idx BIGINT NOT NULL,
  root BYTEA NOT NULL CHECK (length(root) = 32),
  hashes BYTEA NOT NULL CHECK (length(hashes) = 8192),
  PRIMARY KEY (level, idx)
);

-- Hashes do not get smaller.
ALTER TABLE tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- What questions are asked by, kept narrow: bodies are read for the page alone. Times are milliseconds since 1970.
-- sequence, pipeline and revision are filled for changes only, request_key for what governs only.
CREATE TABLE event (
  idx BIGINT PRIMARY KEY,
  stream TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  time BIGINT NOT NULL,
  sequence BIGINT,
  governs INTEGER NOT NULL,
  pipeline TEXT COLLATE "C",
  revision TEXT COLLATE "C",
  request_key BYTEA
);

CREATE INDEX event_by_stream ON event (stream, idx);
CREATE UNIQUE INDEX event_by_sequence ON event (stream, sequence) WHERE sequence IS NOT NULL;
CREATE INDEX event_by_pipeline ON event (pipeline, idx) WHERE pipeline IS NOT NULL;
CREATE INDEX event_by_revision ON event (revision, idx) WHERE revision IS NOT NULL;
CREATE INDEX event_by_key ON event (request_key, idx) WHERE request_key IS NOT NULL;

-- Which entries name a bundle, a policy or any other subject.
CREATE TABLE named (
  digest BYTEA NOT NULL,
  idx BIGINT NOT NULL,
  PRIMARY KEY (digest, idx)
);

-- What each stream adds up to.
CREATE TABLE stream (
  key TEXT COLLATE "C" PRIMARY KEY,
  version BIGINT NOT NULL,
  state BYTEA NOT NULL
) WITH (fillfactor = 50);

-- Names and free texts. An erased one keeps its row, empty, so that nothing brings it back.
CREATE TABLE side (
  commitment BYTEA PRIMARY KEY,
  field TEXT COLLATE "C",
  salt TEXT COLLATE "C",
  value TEXT COLLATE "C"
);

CREATE TABLE document (
  digest BYTEA PRIMARY KEY,
  media_type TEXT COLLATE "C" NOT NULL,
  bytes BYTEA NOT NULL
);

CREATE TABLE outbox (
  idx BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  attempts INTEGER NOT NULL,
  due BIGINT NOT NULL,
  done BIGINT,
  problem TEXT COLLATE "C",
  PRIMARY KEY (idx, kind)
);

CREATE INDEX outbox_pending ON outbox (idx, kind, due) WHERE done IS NULL;

CREATE FUNCTION is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are permanent', TG_TABLE_NAME;
END
$$;

CREATE FUNCTION has_no_gaps() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
  low BIGINT;
  high BIGINT;
  number BIGINT;
BEGIN
  SELECT min(idx), max(idx), count(*) INTO low, high, number FROM fresh;
  IF number > 0 AND (high - low + 1 <> number
      OR (low > 0 AND NOT EXISTS (SELECT 1 FROM entry WHERE idx = low - 1))) THEN
    RAISE EXCEPTION 'entries have no gaps';
  END IF;
  RETURN NULL;
END
$$;

CREATE FUNCTION fits_the_entries() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF NEW.size <> (SELECT coalesce(max(idx) + 1, 0) FROM entry) THEN
    RAISE EXCEPTION 'the head of the log is at its last entry';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER entry_contiguous AFTER INSERT ON entry REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION has_no_gaps();
CREATE TRIGGER entry_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
  FOR EACH STATEMENT EXECUTE FUNCTION is_permanent();
CREATE TRIGGER log_permanent BEFORE DELETE OR TRUNCATE ON log
  FOR EACH STATEMENT EXECUTE FUNCTION is_permanent();
CREATE TRIGGER log_fits BEFORE UPDATE ON log
  FOR EACH ROW EXECUTE FUNCTION fits_the_entries();
CREATE TRIGGER document_permanent BEFORE UPDATE OR DELETE OR TRUNCATE ON document
  FOR EACH STATEMENT EXECUTE FUNCTION is_permanent();

-- Not even a session that replays a replica's changes gets past them.
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_contiguous;
ALTER TABLE entry ENABLE ALWAYS TRIGGER entry_permanent;
ALTER TABLE log ENABLE ALWAYS TRIGGER log_permanent;
ALTER TABLE log ENABLE ALWAYS TRIGGER log_fits;
ALTER TABLE document ENABLE ALWAYS TRIGGER document_permanent;
