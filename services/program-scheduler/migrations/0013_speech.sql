-- The platform's own dictionaries belong to nobody (the nil organization), and are read by all.
ALTER TABLE dictionaries ADD COLUMN is_system boolean NOT NULL DEFAULT false;

-- Of an entry of theirs: the hash of the words and of the engine that spoke them. Where it is not
-- what it would be today, the entry is spoken anew.
ALTER TABLE dictionary_entries ADD COLUMN spoken_as text;

-- What speaks with words takes from them what its own dictionary lacks.
UPDATE flow_versions SET dictionary_ids = dictionary_ids ||
    '{00000000-0000-4000-8000-000000006172,00000000-0000-4000-8000-000000006672,00000000-0000-4000-8000-00000000656e}'::uuid[]
    WHERE dictionary_ids <> '{}';

-- Texts that were spoken, by the hash of the text, its language and voice, and the engine. The
-- bytes are in the object store under the keys "spoken/<hash>", and go when no text has them.
CREATE TABLE spoken (
    key          text PRIMARY KEY,
    a_law_hash   text NOT NULL,
    mu_law_hash  text NOT NULL,
    last_used_at timestamptz NOT NULL -- to a day
);
CREATE INDEX spoken_by_age ON spoken (last_used_at);
CREATE INDEX spoken_by_a_law ON spoken (a_law_hash);
CREATE INDEX spoken_by_mu_law ON spoken (mu_law_hash);
