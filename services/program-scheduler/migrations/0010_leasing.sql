-- An attempt costs less: who waits carries what a lease of theirs says, so that a claim neither
-- reads nor writes their job.

ALTER TABLE job_queue
    ADD COLUMN contact_id     uuid,
    ADD COLUMN attempt_id     uuid,                   -- as jobs.attempt_id
    ADD COLUMN epoch          int NOT NULL DEFAULT 0, -- of its latest lease; 0: was never leased
    ADD COLUMN attempt_number int NOT NULL DEFAULT 1,
    ADD COLUMN did_id         uuid;                   -- the number that called first, where it stays

-- Of an open job always the attempt that is under way, or the next one.
UPDATE jobs SET attempt_id = gen_random_uuid() WHERE status = 0 AND attempt_id IS NULL;
UPDATE job_queue q
SET contact_id = j.contact_id, attempt_id = j.attempt_id, epoch = j.epoch,
    attempt_number = j.attempts + 1
FROM jobs j WHERE j.id = q.job_id;
ALTER TABLE job_queue
    ALTER COLUMN contact_id SET NOT NULL,
    ALTER COLUMN attempt_id SET NOT NULL;
ALTER TABLE jobs DROP COLUMN epoch; -- it is told where they wait, and in their lease

-- Only of executions whose people keep their number: the others pay nothing for it.
CREATE INDEX job_queue_of_did ON job_queue (execution_id, did_id, due_at) WHERE did_id IS NOT NULL;

-- A number is let go by its key, which its lease knows.
DROP INDEX live_numbers_of_attempt;
