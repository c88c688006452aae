-- People and their sessions, keys with all that is said of them, and what everyone may ask at most.

ALTER TABLE organizations
    -- Of each API key and each member; those that are there keep what they had.
    ADD COLUMN writes_per_second integer CHECK (writes_per_second > 0),
    -- Days. Null: for ever.
    ADD COLUMN call_reports_days integer CHECK (call_reports_days BETWEEN 1 AND 3650),
    ADD COLUMN recordings_days integer CHECK (recordings_days BETWEEN 1 AND 3650);
UPDATE organizations SET writes_per_second = requests_per_second;
ALTER TABLE organizations ALTER COLUMN writes_per_second SET NOT NULL;

CREATE TABLE members (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    -- As it was last given.
    email text NOT NULL,
    -- Without the difference of upper and lower case: one member of the whole platform.
    email_key text NOT NULL UNIQUE,
    first_name text,
    last_name text,
    phone text,
    -- hatif.api.v1.Role
    role integer NOT NULL CHECK (role BETWEEN 1 AND 3),
    -- Argon2id. Null: cannot log in.
    password_hash text,
    is_email_verified boolean NOT NULL DEFAULT false,
    last_login_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE INDEX members_of_organization ON members (organization_id, created_at, id);

ALTER TABLE api_keys
    -- What the secret begins with; six characters more of it are the shown part.
    ADD COLUMN prefix text,
    ADD COLUMN environment text,
    ADD COLUMN integration text,
    ADD COLUMN member_id uuid REFERENCES members ON DELETE SET NULL,
    -- To the minute.
    ADD COLUMN last_used_at timestamptz,
    ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now();
UPDATE api_keys SET prefix = left(shown_part, -7), updated_at = created_at;
ALTER TABLE api_keys ALTER COLUMN prefix SET NOT NULL;
CREATE INDEX api_keys_of_organization ON api_keys (organization_id, created_at, id);
CREATE INDEX api_keys_of_member ON api_keys (member_id) WHERE member_id IS NOT NULL;

CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    member_id uuid NOT NULL REFERENCES members ON DELETE CASCADE,
    address text NOT NULL,
    -- How often it was refreshed; the refresh token of that count is the good one.
    generation integer NOT NULL,
    -- SHA-256 of that token.
    refresh_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    refreshed_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz
);
CREATE INDEX sessions_of_member ON sessions (member_id, created_at);

-- One bucket of tokens for each who asks: filled at per_second up to burst; a replica of the gateway
-- takes a few at a time. Unlogged: a crash of PostgreSQL fills all buckets, and no more.
CREATE UNLOGGED TABLE rate_limits (
    -- An API key, a member.
    subject uuid NOT NULL,
    -- 1 reads, 2 writes
    kind integer NOT NULL,
    per_second double precision NOT NULL,
    burst double precision NOT NULL,
    -- The most that are taken at once.
    chunk integer NOT NULL,
    tokens double precision NOT NULL,
    filled_at timestamptz NOT NULL,
    -- How many the last one took.
    granted integer NOT NULL,
    PRIMARY KEY (subject, kind)
) WITH (fillfactor = 50);

-- The same for tries to log in, by e-mail address and by where they come from.
CREATE UNLOGGED TABLE login_tries (LIKE rate_limits INCLUDING ALL);
CREATE INDEX login_tries_by_age ON login_tries (filled_at);

-- What is in a bucket at a moment.
CREATE FUNCTION bucket_at(tokens double precision, filled_at timestamptz, per_second double precision,
                          burst double precision, at timestamptz) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$
    SELECT least(burst, tokens + greatest(extract(epoch FROM at - filled_at)::double precision, 0)
                                     * per_second)
$$;
