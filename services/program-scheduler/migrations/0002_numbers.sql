-- Numbers to call from, and the SIP peers that calls leave by. They belong to the platform, which
-- gives numbers to organizations.

CREATE TABLE trunks (
    id                   uuid PRIMARY KEY,
    name                 text NOT NULL,
    host                 text NOT NULL, -- an IP address
    port                 integer NOT NULL,
    transport            text NOT NULL,
    username             text,
    password             text,          -- digest needs it whole; no answer of the API shows it
    max_concurrent_calls integer,       -- NULL: no limit
    calls_per_second     double precision,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL
);

CREATE TABLE dids (
    id                   uuid PRIMARY KEY,
    organization_id      uuid,          -- NULL: no organization's yet
    number               text NOT NULL, -- E.164
    country              text,
    description          text,
    status               text NOT NULL,
    trunk_id             uuid REFERENCES trunks (id), -- NULL: any trunk
    max_concurrent_calls integer,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    UNIQUE (number)
);
CREATE INDEX dids_by_organization ON dids (organization_id);
