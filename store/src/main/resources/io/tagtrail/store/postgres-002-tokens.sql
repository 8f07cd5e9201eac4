-- Tokens that Tagtrail gave out, by the hash of their secret. No part of the log: they come and go.

CREATE TABLE token (
  id TEXT COLLATE "C" PRIMARY KEY,
  label TEXT COLLATE "C" NOT NULL,
  secret_hash BYTEA NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  scopes TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  expires BIGINT,
  revoked BIGINT,
  last_used BIGINT
);

CREATE UNIQUE INDEX token_by_hash ON token (secret_hash);
CREATE INDEX token_by_expiry ON token (expires) WHERE expires IS NOT NULL;
