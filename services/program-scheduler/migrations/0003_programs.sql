CREATE TABLE programs (
    id                   uuid PRIMARY KEY,
    organization_id      uuid NOT NULL,
    name                 text NOT NULL,
    description          text,
    flow_id              uuid NOT NULL,
    audience_id          uuid NOT NULL,
    did_pool             uuid[] NOT NULL,
    timezone             text NOT NULL,
    retry_type           int NOT NULL,   -- schedule::RetryPolicy::Type
    retry_delay_minutes  double precision,
    retry_max            int,
    status               int NOT NULL,   -- hatif.program.v1.ProgramStatus
    max_concurrent_calls int,
    calls_per_second     double precision,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL
);
CREATE INDEX programs_page ON programs (organization_id, created_at, id);

-- A program that was launched, as it was at that moment. Its hot figures stand in tables of their
-- own, so that this row is written only when its status changes: Start reads it FOR SHARE.
CREATE TABLE executions (
    id                   uuid PRIMARY KEY,
    organization_id      uuid NOT NULL,
    program_id           uuid NOT NULL REFERENCES programs,
    audience_id          uuid NOT NULL,
    audience_version     bigint NOT NULL,
    flow_id              uuid NOT NULL,
    flow_version         int NOT NULL,
    did_pool             uuid[] NOT NULL,
    retry_type           int NOT NULL,
    retry_delay_minutes  double precision,
    retry_max            int,
    total                bigint NOT NULL,
    status               int NOT NULL,   -- hatif.program.v1.ExecutionStatus
    started_at           timestamptz,
    ended_at             timestamptz,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL
);
CREATE INDEX executions_page ON executions (organization_id, created_at, id);
CREATE INDEX executions_of_program ON executions (program_id, created_at);
-- Running or paused: at most one a program.
CREATE UNIQUE INDEX executions_alive ON executions (program_id) WHERE status IN (2, 3);

-- How far the audience was read: members up to `cursor` have their jobs.
CREATE TABLE execution_plans (
    execution_id uuid PRIMARY KEY REFERENCES executions,
    cursor       uuid,
    planned      bigint NOT NULL DEFAULT 0,
    done         bool NOT NULL DEFAULT false
) WITH (fillfactor = 50);

-- Contacts by end state, and by their last attempt's outcome. Changed in the transaction of the rows
-- that they count, by whoever holds the execution's story (leasing/lease_rows.hpp).
CREATE TABLE execution_counts (
    execution_id uuid PRIMARY KEY REFERENCES executions,
    completed    bigint NOT NULL DEFAULT 0,
    failed       bigint NOT NULL DEFAULT 0,
    skipped      bigint NOT NULL DEFAULT 0,
    dialled      bigint NOT NULL DEFAULT 0, -- contacts with an ended attempt
    answered     bigint NOT NULL DEFAULT 0, -- of these, contacts who picked up at least once
    outcomes     bigint[] NOT NULL DEFAULT '{0,0,0,0,0,0,0,0,0}' -- by schedule::Outcome, from 0
) WITH (fillfactor = 50);
