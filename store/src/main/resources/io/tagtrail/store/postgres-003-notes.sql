-- What is known for now, beside the log: reports of clusters and the like. No part of the log: a
-- newer note takes the place of an older one.

CREATE TABLE note (
  topic TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  written BIGINT NOT NULL,
  value BYTEA NOT NULL,
  PRIMARY KEY (topic, name)
);
