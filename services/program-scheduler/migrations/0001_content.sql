-- What calls play, and how they go. Hashes are SHA-256 in hexadecimal: names in the object store.

CREATE TABLE audios (
    id               uuid PRIMARY KEY,
    organization_id  uuid NOT NULL,
    title            text NOT NULL,
    description      text,
    usage_type       text,
    tags             text[] NOT NULL,
    duration_seconds double precision NOT NULL,
    -- of the file as it was sent
    sample_rate      integer NOT NULL,
    channels         integer NOT NULL,
    bit_depth        integer NOT NULL,
    file_id          uuid NOT NULL,
    file_name        text NOT NULL,
    content_type     text NOT NULL,
    file_size        bigint NOT NULL,
    original_hash    text NOT NULL,
    -- 8 kHz mono, as calls play it
    a_law_hash       text NOT NULL,
    mu_law_hash      text NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL
);
CREATE INDEX audios_by_organization ON audios (organization_id, created_at DESC, id DESC);

CREATE TABLE flows (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    name            text NOT NULL,
    description     text,
    version         integer NOT NULL, -- the newest
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    deleted_at      timestamptz
);
CREATE INDEX flows_by_organization ON flows (organization_id, created_at DESC, id DESC);

-- Written once, never changed: executions and workers hold on to what they started with.
CREATE TABLE flow_versions (
    flow_id    uuid NOT NULL REFERENCES flows (id),
    version    integer NOT NULL,
    name       text NOT NULL, -- the flow's, when it was saved
    graph      text NOT NULL, -- JSON, as its author sent it
    audio_ids  uuid[] NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (flow_id, version)
);
