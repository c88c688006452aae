-- One person to be reached. No index but the key: its state changes often (HOT updates).
CREATE TABLE jobs (
    id              uuid PRIMARY KEY,
    execution_id    uuid NOT NULL,
    organization_id uuid NOT NULL,
    contact_id      uuid NOT NULL,
    status          int NOT NULL DEFAULT 0, -- 0 open, 1 completed, 2 failed, 3 skipped
    attempts        int NOT NULL DEFAULT 0, -- that have ended
    outcome         int NOT NULL DEFAULT 0, -- of the last one, schedule::Outcome
    reason          text NOT NULL DEFAULT '',
    answered        bool NOT NULL DEFAULT false, -- by any attempt
    attempt_id      uuid,                   -- of the attempt under way; kept while it goes back
    epoch           int NOT NULL DEFAULT 0  -- rises with each lease of that attempt
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Who is due when. A row is taken out by the claim and put in again for a retry or a return.
CREATE TABLE job_queue (
    execution_id uuid NOT NULL,
    due_at       timestamptz NOT NULL,
    job_id       uuid NOT NULL,
    PRIMARY KEY (execution_id, due_at, job_id)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
        autovacuum_vacuum_cost_delay = 0);

-- The attempts that a worker holds: leased or started. The row is gone when the attempt has ended or
-- went back, so live calls are counted here and nothing can leak a slot.
CREATE TABLE leases (
    attempt_id      uuid PRIMARY KEY,
    epoch           int NOT NULL,
    attempt_number  int NOT NULL,
    job_id          uuid NOT NULL,
    execution_id    uuid NOT NULL,
    organization_id uuid NOT NULL,
    program_id      uuid NOT NULL,
    contact_id      uuid NOT NULL,
    did_id          uuid NOT NULL,
    trunk_id        uuid NOT NULL,
    worker          text NOT NULL,
    to_number       text NOT NULL DEFAULT '', -- E.164, known from the snapshot on
    from_number     text NOT NULL DEFAULT '',
    not_before      timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    started_at      timestamptz,
    answered        bool NOT NULL DEFAULT false,
    -- Set when the lease ran out: it ends once the call-events of this partition were consumed up to
    -- this offset, so that an end that was told in time is heard.
    drain_partition int,
    drain_offset    bigint
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

CREATE INDEX leases_of_execution ON leases (execution_id);

-- A person has at most one live call in an organization: held from the snapshot to the end, and
-- after an answered worker_lost until the call must be over.
CREATE TABLE live_numbers (
    organization_id uuid NOT NULL,
    number          text NOT NULL,
    attempt_id      uuid NOT NULL,
    until           timestamptz,
    PRIMARY KEY (organization_id, number)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
CREATE INDEX live_numbers_of_attempt ON live_numbers (attempt_id);

-- What was called, for the trail.
CREATE TABLE attempts (
    id           uuid PRIMARY KEY,
    job_id       uuid NOT NULL,
    number       int NOT NULL,
    execution_id uuid NOT NULL,
    to_number    text NOT NULL,
    from_number  text NOT NULL,
    worker       text NOT NULL,
    epoch        int NOT NULL,
    started_at   timestamptz,
    ended_at     timestamptz NOT NULL,
    answered     bool NOT NULL,
    outcome      int NOT NULL,
    reason       text NOT NULL
);
CREATE INDEX attempts_of_job ON attempts (job_id);

-- The bounds on live calls and on starts per second. Locked in the order (kind, id) before live
-- leases are counted and claimed.
CREATE TABLE capacity (
    kind           int NOT NULL,  -- 0 organization, 1 program, 2 DID, 3 trunk
    id             uuid NOT NULL,
    max_concurrent bigint,
    per_second     double precision,
    next_at        timestamptz NOT NULL DEFAULT 'epoch',
    used           bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, id)
) WITH (fillfactor = 50);

-- Workers that were seen lately.
CREATE TABLE workers (
    name      text PRIMARY KEY,
    last_seen timestamptz NOT NULL
) WITH (fillfactor = 50);
