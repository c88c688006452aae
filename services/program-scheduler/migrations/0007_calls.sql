-- Single calls: to one contact, outside of any program.
--
-- They live by the same jobs, queue, leases and attempts as a program's. Their anchor is a line: one
-- row of `executions` for each organization and number to call from, that always runs, never ends and
-- has neither plan nor counts. A line has no program (NULL) and names no audience and no flow (the nil
-- uuid): each of its jobs says its own terms in `single_calls`. Whoever asks for one call wants just
-- that one: a line calls numbers that could not be reached for long, too. Nothing outside of this
-- service ever sees a line's id.

ALTER TABLE executions ALTER COLUMN program_id DROP NOT NULL;
ALTER TABLE executions ADD COLUMN currency text NOT NULL DEFAULT 'MAD'; -- ISO 4217, as launched

CREATE UNIQUE INDEX executions_lines ON executions (organization_id, (did_pool[1]))
    WHERE program_id IS NULL;

-- Claims look at what runs; most of the table has ended.
CREATE INDEX executions_running ON executions (id) WHERE status = 2;

CREATE TABLE single_calls (
    job_id            uuid PRIMARY KEY REFERENCES jobs,
    flow_id           uuid NOT NULL,
    flow_version      int NOT NULL,
    retry_type        int NOT NULL,            -- schedule::RetryPolicy::Type
    retry_delay_ms    bigint,
    retry_max         int NOT NULL DEFAULT 0,
    retry_dates       timestamptz[] NOT NULL DEFAULT '{}',
    initial_variables text NOT NULL DEFAULT '', -- a JSON object, or nothing
    currency          text NOT NULL,
    test              bool NOT NULL,
    created_at        timestamptz NOT NULL,
    cancelled_at      timestamptz
);

-- Live calls are counted by number and by trunk, wherever an execution is shown.
CREATE INDEX leases_of_did ON leases (did_id);
CREATE INDEX leases_of_trunk ON leases (trunk_id);

-- For the trail: when it was leased, and when the next attempt was due.
ALTER TABLE leases ADD COLUMN leased_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE attempts ADD COLUMN leased_at timestamptz;
ALTER TABLE attempts ADD COLUMN retry_at timestamptz;

-- What no other row remembers: that an attempt was not dialled and went back, that a job was skipped.
-- One row for an attempt and a reason, however often it recurs. The usual way of a call leaves none.
-- A job's rows go with its execution.
CREATE TABLE job_trail (
    job_id         uuid NOT NULL,
    attempt_number int NOT NULL,
    kind           int NOT NULL, -- hatif.program.v1.TrailKind
    reason         text NOT NULL,
    worker         text NOT NULL,
    first_at       timestamptz NOT NULL,
    last_at        timestamptz NOT NULL,
    times          int NOT NULL DEFAULT 1,
    PRIMARY KEY (job_id, attempt_number, kind, reason)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
