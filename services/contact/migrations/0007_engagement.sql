-- What became of the calls to a contact. Beside the contact and not in it: it changes with every call,
-- on its page and without an index to touch (HOT), and leaves the contact's updated_at alone.
CREATE TABLE contact_engagement (
    contact_id           uuid PRIMARY KEY,
    calls                bigint NOT NULL DEFAULT 0,
    answered             bigint NOT NULL DEFAULT 0,
    last_called_at       timestamptz,
    last_answered_at     timestamptz,
    consecutive_failures bigint NOT NULL DEFAULT 0,
    -- On how many days (of UTC) calls to this number failed for good since the last answered one,
    -- and the last of these days, counted from 1970.
    gone_number          text,
    gone_days            int NOT NULL DEFAULT 0,
    last_gone_day        int
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- How the last hundred calls of a trunk went, the newest at the end: "x" failed for good, "." did not.
CREATE TABLE trunk_records (
    trunk_id uuid PRIMARY KEY,
    recent   text NOT NULL
) WITH (fillfactor = 50);

-- The last ce_sequence taken of each key of an outbox topic.
CREATE TABLE last_sequences (
    key      text PRIMARY KEY,
    sequence text NOT NULL
) WITH (fillfactor = 50);
