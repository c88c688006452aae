-- Numbers that an organization must not call. What has expired does not count, and goes with the next
-- change of the list.
CREATE TABLE do_not_call (
    organization_id uuid NOT NULL,
    number          text NOT NULL, -- E.164
    id              uuid NOT NULL UNIQUE,
    reason          text,
    source          text NOT NULL, -- api, ivr, import
    expires_at      timestamptz,   -- NULL: for good
    search_text     text NOT NULL, -- the number in both its spellings
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (organization_id, number)
);
CREATE INDEX do_not_call_page ON do_not_call (organization_id, created_at, id);
CREATE INDEX do_not_call_ends ON do_not_call (organization_id, expires_at)
    WHERE expires_at IS NOT NULL;
CREATE INDEX do_not_call_search ON do_not_call USING gin (search_text public.gin_trgm_ops);
