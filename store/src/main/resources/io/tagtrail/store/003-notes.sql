-- What is known for now, beside the log: reports of clusters and the like. No part of the log: a
-- newer note takes the place of an older one. Not WITHOUT ROWID: a value may have some mebibytes.

CREATE TABLE note (
  topic TEXT NOT NULL,
  name TEXT NOT NULL,
  written INTEGER NOT NULL,
  value BLOB NOT NULL,
  PRIMARY KEY (topic, name)
) STRICT;
