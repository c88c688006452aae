-- Audio and flows may be deleted; what runs keeps playing what it started with.
ALTER TABLE audios ADD COLUMN deleted_at timestamptz;

-- What a version speaks with, beside what it plays.
ALTER TABLE flow_versions ADD COLUMN dictionary_ids uuid[] NOT NULL DEFAULT '{}';

CREATE TABLE dictionaries (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    name            text NOT NULL,
    language        text NOT NULL, -- ar, fr, en
    revision        bigint NOT NULL, -- rises with each change of the entries
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    deleted_at      timestamptz -- its entries stay, for the calls that run
);
CREATE INDEX dictionaries_by_organization
    ON dictionaries (organization_id, created_at DESC, id DESC);

-- What is said for each key. The file's columns are those of audios.
CREATE TABLE dictionary_entries (
    id               uuid PRIMARY KEY,
    dictionary_id    uuid NOT NULL REFERENCES dictionaries (id),
    key              text NOT NULL,
    duration_seconds double precision NOT NULL,
    sample_rate      integer NOT NULL,
    channels         integer NOT NULL,
    bit_depth        integer NOT NULL,
    file_id          uuid NOT NULL,
    file_name        text NOT NULL,
    content_type     text NOT NULL,
    file_size        bigint NOT NULL,
    original_hash    text NOT NULL,
    a_law_hash       text NOT NULL,
    mu_law_hash      text NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,
    UNIQUE (dictionary_id, key)
);
