-- For the trail: since when an execution is paused; NULL: it is not.
ALTER TABLE executions ADD COLUMN paused_at timestamptz;
UPDATE executions SET paused_at = updated_at WHERE status = 3;
