-- What lists, statistics and the retention need to know of a job without reading its attempts.
ALTER TABLE jobs ADD COLUMN test bool NOT NULL DEFAULT false;     -- kept out of statistics
ALTER TABLE jobs ADD COLUMN answered bool NOT NULL DEFAULT false; -- an attempt was
ALTER TABLE jobs ADD COLUMN ended_outcome int;                    -- of the last attempt that ended
ALTER TABLE jobs ADD COLUMN next_attempt_at timestamptz;          -- NULL: none is due, or it runs
-- The latest moment known of it, which may be to come: the age that the retention counts.
ALTER TABLE jobs ADD COLUMN latest_at timestamptz;
UPDATE jobs SET latest_at = created_at;
ALTER TABLE jobs ALTER COLUMN latest_at SET NOT NULL;

-- None of their columns ever changes, so that the updates of a job stay within its page (HOT), which
-- has room for as many rows again: a job is written when it is seen, when it is called and when it ends.
ALTER TABLE jobs SET (fillfactor = 45);
CREATE INDEX jobs_of_organization ON jobs (organization_id, created_at, id);
CREATE INDEX jobs_of_contact ON jobs (contact_id, created_at, id);

-- Numbers are searched by any of their digits. pg_trgm is trusted, but needs CREATE on the database: the
-- owner makes it beforehand (deploy does).
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX jobs_called ON jobs USING gin (called public.gin_trgm_ops);

ALTER TABLE attempts ADD COLUMN answered bool NOT NULL DEFAULT false;
ALTER TABLE attempts ADD COLUMN ringing_since timestamptz; -- while it rings, of its call events

-- What each execution adds up to, kept by the consumers in the transactions of their rows; it outlives
-- the reports themselves. `part` stands for the Kafka partition that was counted: each is read by one
-- replica, so that replicas do not wait for each other's rows. counts.hpp names the kinds.
CREATE TABLE execution_counts (
    execution_id    uuid NOT NULL,
    kind            smallint NOT NULL,
    name            text NOT NULL,
    detail          text NOT NULL,
    part            int NOT NULL,
    count           bigint NOT NULL,
    answered        bigint NOT NULL,
    total_ms        bigint NOT NULL,
    first_at        timestamptz,
    last_at         timestamptz,
    PRIMARY KEY (execution_id, kind, name, detail, part)
) WITH (fillfactor = 50);
INSERT INTO execution_counts (execution_id, kind, name, detail, part, count, answered, total_ms)
    SELECT execution_id, 11, '', '', 0, count(*), 0, 0 FROM jobs -- 11: its jobs
    WHERE execution_id IS NOT NULL GROUP BY execution_id;

-- The nodes that calls have entered.
CREATE TABLE execution_nodes (
    execution_id    uuid NOT NULL,
    node_id         text NOT NULL,
    type            text NOT NULL,
    label           text NOT NULL,
    PRIMARY KEY (execution_id, node_id)
);

-- How long organizations keep their reports, as the gateway last said; without a row: for ever.
CREATE TABLE retentions (
    organization_id   uuid PRIMARY KEY,
    call_reports_days int NOT NULL
);
