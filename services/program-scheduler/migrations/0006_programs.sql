-- Hours, retries at dates, limits that change while it runs, and programs that are deleted.

ALTER TABLE programs
    ADD COLUMN start_at            timestamptz,
    ADD COLUMN stop_at             timestamptz,
    -- Triples: weekday (0 Sunday), first minute, last minute, as their author said them.
    ADD COLUMN pause_weekly        int[] NOT NULL DEFAULT '{}',
    -- Pairs: from, until.
    ADD COLUMN pause_dated         timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN retry_dates         timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN retry_on            int[] NOT NULL DEFAULT '{}', -- schedule::Outcome; empty: the usual
    ADD COLUMN include_unreachable bool NOT NULL DEFAULT false,
    ADD COLUMN priority            int NOT NULL DEFAULT 5,
    ADD COLUMN deleted_at          timestamptz;

-- The program's values at its launch. Calls start within [opens_at, closes_at) only: the stretch that
-- its windows and stopAt leave open, now or next. Once it has passed, nobody is called until some
-- replica has written the next one, so that one that is not told of is never open.
ALTER TABLE executions
    ADD COLUMN start_at             timestamptz, -- NULL: from its launch on
    ADD COLUMN stop_at              timestamptz,
    ADD COLUMN timezone             text NOT NULL DEFAULT 'UTC',
    ADD COLUMN pause_weekly         int[] NOT NULL DEFAULT '{}',
    ADD COLUMN pause_dated          timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN opens_at             timestamptz NOT NULL DEFAULT 'epoch',
    ADD COLUMN closes_at            timestamptz, -- NULL: never
    ADD COLUMN hours_unreadable     bool NOT NULL DEFAULT false,
    ADD COLUMN retry_dates          timestamptz[] NOT NULL DEFAULT '{}',
    ADD COLUMN retry_on             int[] NOT NULL DEFAULT '{}',
    ADD COLUMN include_unreachable  bool NOT NULL DEFAULT false,
    ADD COLUMN max_concurrent_calls int,
    ADD COLUMN calls_per_second     double precision,
    ADD COLUMN priority             int NOT NULL DEFAULT 5,
    ADD COLUMN skipping             bool NOT NULL DEFAULT false; -- it ended, and its queue is not empty
-- Those that run already: nothing could change their bounds since their launch.
UPDATE executions e
SET max_concurrent_calls = p.max_concurrent_calls, calls_per_second = p.calls_per_second
FROM programs p WHERE p.id = e.program_id AND e.status IN (2, 3);
CREATE INDEX executions_skipping ON executions (id) WHERE skipping;

-- Scheduled, running or paused: at most one a program.
DROP INDEX executions_alive;
CREATE UNIQUE INDEX executions_alive ON executions (program_id) WHERE status IN (1, 2, 3);

-- How often an execution has called from each number of its pool, in the pool's order. Written by
-- whoever holds the capacity row of its program.
CREATE TABLE execution_turns (
    execution_id uuid PRIMARY KEY REFERENCES executions,
    used         bigint[] NOT NULL
) WITH (fillfactor = 50);
