-- What the events tell. No foreign keys: the two topics come in any order, so a row may be made by
-- whichever mentions it first, and filled by the other.

CREATE TABLE executions (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    program_id      uuid,
    flow_id         uuid,
    flow_version    int NOT NULL,
    total_contacts  bigint NOT NULL,
    launched_at     timestamptz NOT NULL
);

-- A person to be reached. From last_attempt on, the columns are a summary of `attempts`.
CREATE TABLE jobs (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    execution_id    uuid,
    program_id      uuid,
    contact_id      uuid,
    flow_id         uuid,
    called          text,          -- the number, E.164
    skipped_reason  text,          -- set: will not be called (again)
    created_at      timestamptz NOT NULL,
    last_attempt    int,
    outcome         int            -- hatif.type.v1.Outcome of the last attempt; NULL: none yet
) WITH (fillfactor = 80);
CREATE INDEX jobs_of_execution ON jobs (execution_id, created_at, id);

CREATE TABLE attempts (
    id              uuid PRIMARY KEY,
    job_id          uuid NOT NULL,
    number          int NOT NULL,
    last_sequence   int NOT NULL DEFAULT 0,     -- of its call events
    -- From attempt_ended, all NULL before it:
    outcome         int,
    outcome_reason  text,
    called          text,
    caller          text,
    flow_id         uuid,
    flow_version    int,
    started_at      timestamptz,
    ended_at        timestamptz,
    retry_at        timestamptz
) WITH (fillfactor = 60);
CREATE INDEX attempts_of_job ON attempts (job_id, number);

-- CallEvent messages as they came; a report is folded from them when it is asked for.
CREATE TABLE call_events (
    attempt_id      uuid NOT NULL,
    sequence        int NOT NULL,
    payload         bytea NOT NULL,
    PRIMARY KEY (attempt_id, sequence)
);

-- The last ce_sequence taken of each key of an outbox topic.
CREATE TABLE last_sequences (
    key             text PRIMARY KEY,
    sequence        text NOT NULL
) WITH (fillfactor = 50);
