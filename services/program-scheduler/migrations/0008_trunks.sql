-- Trunks as carriers want them, calls that come to us, and how the calls of a program are made.

ALTER TABLE trunks
    ALTER COLUMN port DROP NOT NULL, -- NULL: by SRV, else the transport's usual one
    ADD COLUMN registers            bool NOT NULL DEFAULT false,
    ADD COLUMN codecs               int[] NOT NULL DEFAULT '{}', -- hatif.program.v1.TrunkCodec
    ADD COLUMN asserts_identity     bool NOT NULL DEFAULT false,
    ADD COLUMN withholds_identity   bool NOT NULL DEFAULT false,
    ADD COLUMN follows_redirects    bool NOT NULL DEFAULT false,
    ADD COLUMN reliable_provisional bool NOT NULL DEFAULT false,
    ADD COLUMN session_expires      int NOT NULL DEFAULT 0,      -- seconds; 0: none
    ADD COLUMN srtp                 bool NOT NULL DEFAULT false,
    ADD COLUMN sources              text[] NOT NULL DEFAULT '{}', -- IPv4 addresses and networks
    -- Trunks that are there already are not asked: their peers may not answer OPTIONS.
    ADD COLUMN options_every        int NOT NULL DEFAULT 0,      -- seconds; 0: never
    ADD COLUMN ca                   text,                        -- PEM; NULL: the system's
    ADD COLUMN weight               int NOT NULL DEFAULT 10,
    ADD COLUMN priority             int NOT NULL DEFAULT 0;

-- Each worker's last word on each trunk.
CREATE TABLE trunk_reports (
    trunk_id     uuid NOT NULL REFERENCES trunks ON DELETE CASCADE,
    worker       text NOT NULL,
    status       int NOT NULL, -- hatif.program.v1.TrunkStatus
    reason       text NOT NULL,
    closed_until timestamptz,
    seen_at      timestamptz,
    reported_at  timestamptz NOT NULL,
    PRIMARY KEY (trunk_id, worker)
) WITH (fillfactor = 50);

-- A word that is worth something: fresh, and of a worker that lives.
CREATE VIEW trunk_words AS
    SELECT r.trunk_id, r.worker, r.status, r.reason, r.reported_at
    FROM trunk_reports r JOIN workers w ON w.name = r.worker
    WHERE r.reported_at > now() - interval '30 s' AND w.last_seen > now() - interval '10 s';

-- What they come to. A trunk is down when all say so; that it wants a pause is the carrier's own word,
-- whoever heard it.
CREATE VIEW trunk_states AS
    SELECT t.id,
           CASE WHEN w.downs = w.words THEN 3 WHEN w.ups > 0 THEN 2 ELSE 1 END AS status,
           CASE WHEN w.downs = w.words THEN w.why END AS status_reason,
           r.closed_until,
           r.last_seen_at
    FROM trunks t
    LEFT JOIN (SELECT trunk_id, count(*) AS words, count(*) FILTER (WHERE status = 3) AS downs,
                      count(*) FILTER (WHERE status = 2) AS ups,
                      (array_agg(reason ORDER BY reported_at DESC) FILTER (WHERE status = 3))[1] AS why
               FROM trunk_words GROUP BY trunk_id) w ON w.trunk_id = t.id
    LEFT JOIN (SELECT trunk_id, max(closed_until) FILTER (WHERE closed_until > now()) AS closed_until,
                      max(seen_at) AS last_seen_at
               FROM trunk_reports GROUP BY trunk_id) r ON r.trunk_id = t.id;

-- Who keeps the registration of a trunk: one worker, until it is gone.
CREATE TABLE trunk_registrars (
    trunk_id uuid PRIMARY KEY REFERENCES trunks ON DELETE CASCADE,
    worker   text NOT NULL,
    until    timestamptz NOT NULL
) WITH (fillfactor = 50);

ALTER TABLE dids
    ADD COLUMN inbound_flow_id uuid REFERENCES flows (id), -- NULL: no call is taken
    ADD COLUMN is_shared       bool NOT NULL DEFAULT false;

-- Calls that come are counted from the first one on, whoever has called from the number before.
INSERT INTO capacity (kind, id, max_concurrent) SELECT 2, id, max_concurrent_calls FROM dids
ON CONFLICT (kind, id) DO NOTHING;

-- Seven figures in the order of hatif.program.v1.AmdSettings, 0 for one that was not said; or none.
ALTER TABLE programs
    ADD COLUMN recording         int NOT NULL DEFAULT 1, -- hatif.program.v1.CallRecording
    ADD COLUMN amd               int[] NOT NULL DEFAULT '{}',
    ADD COLUMN max_call_duration int NOT NULL DEFAULT 600; -- seconds
ALTER TABLE executions
    ADD COLUMN recording         int NOT NULL DEFAULT 1,
    ADD COLUMN amd               int[] NOT NULL DEFAULT '{}',
    ADD COLUMN max_call_duration int NOT NULL DEFAULT 600;

-- A call that came to us is a job of the same line as the calls that leave from its number.
ALTER TABLE single_calls
    ADD COLUMN recording int NOT NULL DEFAULT 1,
    ADD COLUMN inbound   bool NOT NULL DEFAULT false;
ALTER TABLE leases
    ADD COLUMN max_call int NOT NULL DEFAULT 600, -- seconds
    ADD COLUMN inbound  bool NOT NULL DEFAULT false;

-- What was answered to a worker that asked for an inbound call, for it may ask again.
CREATE TABLE inbound_calls (
    trunk_id   uuid NOT NULL,
    call_id    text NOT NULL,
    attempt_id uuid NOT NULL,
    lease      bytea NOT NULL, -- hatif.program.v1.Lease
    created_at timestamptz NOT NULL,
    PRIMARY KEY (trunk_id, call_id)
);
CREATE INDEX inbound_calls_by_age ON inbound_calls (created_at);
