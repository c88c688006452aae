-- pg_trgm is trusted, but needs CREATE on the database: the owner makes it beforehand (deploy does).
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

-- fillfactor: updates stay on their page and touch no index (HOT), as no indexed column changes but
-- by a change of what is searched.
CREATE TABLE contacts (
    id                uuid PRIMARY KEY,
    organization_id   uuid NOT NULL,
    match_key         text NOT NULL, -- E.164, or the digits of what is no number
    phone_e164        text,
    phone_status      text NOT NULL,
    primary_phone     text NOT NULL, -- as last given
    first_name        text,
    last_name         text,
    full_name         text,
    primary_email     text,
    address           text,
    city              text,
    state             text,
    zip               text,
    occupation        text,
    preferred_channel text,
    gender            text,
    language          text,
    timezone          text,
    channels          text[] NOT NULL,
    search_text       text NOT NULL, -- made by the service: folded names, e-mail, phone
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    deleted_at        timestamptz
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

CREATE UNIQUE INDEX contacts_phone ON contacts (organization_id, match_key)
    WHERE deleted_at IS NULL;
-- Without the predicate: before the first ANALYZE the planner takes "IS NULL" for one row in 200, and
-- an index narrowed by it for as good as the unique one; each look-up by phone then read them all.
CREATE INDEX contacts_page ON contacts (organization_id, created_at, id);
CREATE INDEX contacts_search ON contacts USING gin (search_text public.gin_trgm_ops)
    WHERE deleted_at IS NULL;

-- How many contacts an organization has: kept with each change, as counting millions takes seconds.
CREATE TABLE contact_counts (
    organization_id uuid PRIMARY KEY,
    contacts        bigint NOT NULL
) WITH (fillfactor = 50);
