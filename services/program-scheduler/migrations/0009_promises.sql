-- Calling hours of the people called, caps, retries by outcome, live programs, pauses by themselves.

ALTER TABLE programs
    -- Triples, as pause_weekly: the hours in which calls are allowed. Empty: no words of its own.
    ADD COLUMN calling_weekly   int[] NOT NULL DEFAULT '{}',
    ADD COLUMN calling_zone     int NOT NULL DEFAULT 1,      -- hatif.type.v1.HoursZone
    ADD COLUMN inherit_hours    bool NOT NULL DEFAULT true,
    ADD COLUMN sticky_did       bool NOT NULL DEFAULT false,
    -- Triples: schedule::Outcome, the delay in microseconds, retries; -1 for what was not said.
    ADD COLUMN retry_by_outcome bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN mode             int NOT NULL DEFAULT 1,      -- hatif.program.v1.ProgramMode
    ADD COLUMN trigger_name     text NOT NULL DEFAULT '',    -- a custom attribute of type date
    ADD COLUMN trigger_offset   int NOT NULL DEFAULT 0,      -- minutes
    ADD COLUMN auto_pause_rules text NOT NULL DEFAULT '[]',  -- JSON, as clients write it
    ADD COLUMN breaker_rate     double precision,            -- NULL: no breaker
    ADD COLUMN breaker_calls    int NOT NULL DEFAULT 0;

-- The same at the launch; calling hours as they come to be with the organization's. Holidays: "2026-11-18",
-- "11-18" for every year.
ALTER TABLE executions
    ADD COLUMN calling_weekly   int[] NOT NULL DEFAULT '{}',
    ADD COLUMN calling_zone     int NOT NULL DEFAULT 1,
    ADD COLUMN holidays         text[] NOT NULL DEFAULT '{}',
    ADD COLUMN cap_calls        int,                         -- NULL: no frequency cap
    ADD COLUMN cap_hours        int NOT NULL DEFAULT 0,
    ADD COLUMN sticky_did       bool NOT NULL DEFAULT false,
    ADD COLUMN retry_by_outcome bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN mode             int NOT NULL DEFAULT 1,
    ADD COLUMN trigger_name     text NOT NULL DEFAULT '',
    ADD COLUMN trigger_offset   int NOT NULL DEFAULT 0,
    ADD COLUMN auto_pause_rules text NOT NULL DEFAULT '[]',
    ADD COLUMN breaker_rate     double precision,
    ADD COLUMN breaker_calls    int NOT NULL DEFAULT 0,
    ADD COLUMN pause_reason     text;                        -- why it paused by itself

-- Alive: scheduled, running, paused, paused by itself.
DROP INDEX executions_alive;
CREATE UNIQUE INDEX executions_alive ON executions (program_id) WHERE status IN (1, 2, 3, 7);

ALTER TABLE jobs
    -- Where the person may be, as hatif.contact.v1.MembersResponse.zone_sets; NULL where nobody asks.
    ADD COLUMN zones      text,
    -- Live: the moment that this person was called for.
    ADD COLUMN trigger_at timestamptz;
CREATE UNIQUE INDEX jobs_of_trigger ON jobs (execution_id, contact_id, trigger_at)
    WHERE trigger_at IS NOT NULL;

-- The end of the hours of whom it calls: asked again at Start. And whether its call is to be ended.
ALTER TABLE leases
    ADD COLUMN not_after timestamptz, -- NULL: never
    ADD COLUMN hang_up   bool NOT NULL DEFAULT false;

-- Shares of organizations where not all calls fit (kind 0 only).
ALTER TABLE capacity ADD COLUMN share int NOT NULL DEFAULT 10;

-- When numbers were dialled lately, for organizations with a frequency cap.
CREATE TABLE recent_dials (
    organization_id uuid NOT NULL,
    number          text NOT NULL,
    at              timestamptz NOT NULL,
    attempt_id      uuid NOT NULL,
    PRIMARY KEY (organization_id, number, at, attempt_id)
);
CREATE INDEX recent_dials_by_age ON recent_dials (at);

-- How often nodes have run since the launch, or since the last resume, of executions with rules.
CREATE TABLE execution_nodes (
    execution_id uuid NOT NULL REFERENCES executions,
    node_id      text NOT NULL,
    runs         bigint NOT NULL,
    PRIMARY KEY (execution_id, node_id)
) WITH (fillfactor = 50);

-- How the last calls ended, of executions with a failure breaker: schedule::Breaker as text.
CREATE TABLE execution_breakers (
    execution_id uuid PRIMARY KEY REFERENCES executions,
    last         text NOT NULL DEFAULT ''
) WITH (fillfactor = 50);

-- How far the moments of a live execution were looked at.
ALTER TABLE execution_plans ADD COLUMN looked_until timestamptz;
