-- The next moment at which something is to be done with an execution that is alive: whoever keeps the
-- time asks for those that have come, many times a second.
CREATE INDEX executions_next ON executions
    (least(stop_at, closes_at, CASE WHEN status = 1 THEN start_at END))
    WHERE program_id IS NOT NULL AND status IN (1, 2, 3, 7);
