-- Tokens that Tagtrail gave out, by the hash of their secret. No part of the log: they come and go.

CREATE TABLE token (
  id TEXT PRIMARY KEY,
  label TEXT NOT NULL,
  secret_hash BLOB NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created INTEGER NOT NULL,
  expires INTEGER,
  revoked INTEGER,
  last_used INTEGER
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX token_by_hash ON token (secret_hash);
CREATE INDEX token_by_expiry ON token (expires) WHERE expires IS NOT NULL;
