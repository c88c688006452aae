-- Who may call the platform.

CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    slug text NOT NULL UNIQUE,
    country text NOT NULL,
    timezone text NOT NULL,
    currency text NOT NULL,
    plan text NOT NULL,
    status text NOT NULL CHECK (status IN ('active', 'suspended')),
    max_concurrent_calls integer NOT NULL CHECK (max_concurrent_calls >= 0),
    calls_per_second double precision NOT NULL CHECK (calls_per_second >= 0),
    requests_per_second integer NOT NULL CHECK (requests_per_second > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

-- The secret itself is shown once and kept nowhere.
CREATE TABLE api_keys (
    id uuid PRIMARY KEY,
    -- Null: a key of the platform.
    organization_id uuid REFERENCES organizations,
    name text NOT NULL,
    -- Its first characters, to recognise it by.
    shown_part text NOT NULL,
    secret_hash bytea NOT NULL UNIQUE,
    -- hatif.api.v1.Role
    role integer NOT NULL CHECK (role BETWEEN 1 AND 4),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz,
    revoked_at timestamptz,
    CHECK ((organization_id IS NULL) = (role = 4))
);
