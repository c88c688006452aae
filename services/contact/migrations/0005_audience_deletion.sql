-- Set: hidden from clients and from launches. The row and its memberships stay: an execution that was
-- launched with a version reads it to its end.
ALTER TABLE audiences ADD COLUMN deleted_at timestamptz;
