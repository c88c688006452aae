-- What lists, statistics and the retention need to know of a job without reading its attempts.
ALTER TABLE jobs ADD COLUMN test bool NOT NULL DEFAULT false;     -- kept out of statistics
ALTER TABLE jobs ADD COLUMN answered bool NOT NULL DEFAULT false; -- an attempt was
ALTER TABLE jobs ADD COLUMN ended_outcome int;                    -- of the last attempt that ended
ALTER TABLE jobs ADD COLUMN next_attempt_at timestamptz;          -- NULL: none is due, or it runs
-- The latest moment known of it, which may be to come: the age that the retention counts.
ALTER TABLE jobs ADD COLUMN latest_at timestamptz;

ALTER TABLE attempts ADD COLUMN answered bool NOT NULL DEFAULT false;
ALTER TABLE attempts ADD COLUMN ringing_since timestamptz; -- while it rings, of its call events

-- None of their columns ever changes, so that the updates of a job stay within its page (HOT), which
-- has room for as many rows again: a job is written when it is seen, when it is called and when it ends.
ALTER TABLE jobs SET (fillfactor = 45);

-- What the attempts of before tell of these columns, as reporting sums it up from now on.
UPDATE attempts SET answered = true WHERE outcome IN (1, 5, 8); -- completed, voicemail, user_hangup
UPDATE jobs SET answered = COALESCE(a.answered, false), ended_outcome = a.ended_outcome,
        next_attempt_at = CASE WHEN jobs.skipped_reason IS NULL THEN a.retry_at END,
        latest_at = GREATEST(jobs.created_at, a.latest_at)
    FROM jobs same LEFT JOIN (
        SELECT job_id, bool_or(answered) AS answered,
               (array_agg(outcome ORDER BY number DESC)
                   FILTER (WHERE outcome IS NOT NULL))[1] AS ended_outcome,
               (array_agg(retry_at ORDER BY number DESC))[1] AS retry_at,
               max(GREATEST(started_at, ended_at, retry_at)) AS latest_at
        FROM attempts GROUP BY job_id) a ON a.job_id = same.id
    WHERE same.id = jobs.id;
ALTER TABLE jobs ALTER COLUMN latest_at SET NOT NULL;

CREATE INDEX jobs_of_organization ON jobs (organization_id, created_at, id);
CREATE INDEX jobs_of_contact ON jobs (contact_id, created_at, id);

-- Numbers are searched by any of their digits. pg_trgm is trusted, but needs CREATE on the database: the
-- owner makes it beforehand (deploy does).
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE INDEX jobs_called ON jobs USING gin (called public.gin_trgm_ops);

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

-- The executions of before, counted as counts.cpp counts. Talk, ringing and nodes (7 to 10) stand in
-- the payloads of call events alone: they are counted from now on.
CREATE FUNCTION outcome_word(outcome int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT COALESCE((ARRAY['completed', 'no_answer', 'busy', 'rejected', 'voicemail', 'failed',
                           'cancelled', 'user_hangup'])[outcome], 'failed') $$;
INSERT INTO execution_counts (execution_id, kind, name, detail, part, count, answered, total_ms)
    SELECT execution_id, 11, '', '', 0, count(*), 0, 0 FROM jobs -- its jobs
    WHERE execution_id IS NOT NULL GROUP BY execution_id;
INSERT INTO execution_counts (execution_id, kind, name, detail, part, count, answered, total_ms)
    SELECT execution_id, 1, name, standing, 0, count(*), count(*) FILTER (WHERE answered), 0
    FROM (SELECT execution_id, answered,
                 CASE WHEN ended_outcome <> 0 THEN outcome_word(ended_outcome) ELSE '' END AS name,
                 CASE WHEN skipped_reason IS NOT NULL THEN 'skipped'
                      WHEN outcome IS NULL OR next_attempt_at IS NOT NULL THEN 'open'
                      WHEN outcome IN (1, 8) THEN 'completed' ELSE 'failed' END AS standing
          FROM jobs WHERE execution_id IS NOT NULL) contacts
    WHERE name <> '' OR standing = 'skipped' GROUP BY execution_id, name, standing;
INSERT INTO execution_counts (execution_id, kind, name, detail, part, count, answered, total_ms)
    SELECT execution_id, 2, left(skipped_reason, 200), '', 0, count(*), 0, 0 FROM jobs
    WHERE execution_id IS NOT NULL AND skipped_reason IS NOT NULL
    GROUP BY execution_id, left(skipped_reason, 200);
INSERT INTO execution_counts (execution_id, kind, name, detail, part, count, answered, total_ms,
                              first_at, last_at)
    SELECT j.execution_id, cell.kind, left(cell.name, 200), left(cell.detail, 200), 0, count(*),
           count(*) FILTER (WHERE a.answered), 0,
           min(a.started_at) FILTER (WHERE cell.kind = 3),
           max(a.started_at) FILTER (WHERE cell.kind = 3)
    FROM attempts a JOIN jobs j ON j.id = a.job_id
    CROSS JOIN LATERAL (VALUES
        (3, outcome_word(a.outcome), COALESCE(a.outcome_reason, '')),
        (4, a.number::text, outcome_word(a.outcome)),
        (5, (floor(extract(epoch FROM a.started_at) / 900)::bigint * 900)::text,
            outcome_word(a.outcome)),
        (6, COALESCE(a.caller, ''), outcome_word(a.outcome))) AS cell (kind, name, detail)
    WHERE j.execution_id IS NOT NULL AND a.outcome IS NOT NULL AND cell.name IS NOT NULL
    GROUP BY 1, 2, 3, 4;
DROP FUNCTION outcome_word(int);

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
