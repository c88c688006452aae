-- Recordings, as the dialer's events tell of them. No foreign keys: they outlive reports, or go before.
CREATE TABLE recordings (
    id              uuid PRIMARY KEY,
    organization_id uuid NOT NULL,
    attempt_id      uuid NOT NULL,
    job_id          uuid NOT NULL,
    kind            int NOT NULL,              -- hatif.dialer.v1.RecordingKind
    node_id         text NOT NULL,             -- '': the whole call
    status          int NOT NULL,              -- hatif.reporting.v1.RecordingStatus; only ever rises
    began_at        timestamptz NOT NULL,
    -- Of one that is saved:
    duration_ms     bigint,
    bytes           bigint,
    hash            text,
    channels        int,
    object_key      text,                      -- NULL: nothing is in the store
    -- Of one that failed:
    code            text,
    message         text,
    -- Set: deleted. The row stays for a while, without its object: an event that is delivered again
    -- makes no new one of it.
    deleted_at      timestamptz
) WITH (fillfactor = 70);
CREATE INDEX recordings_of_attempt ON recordings (attempt_id);
CREATE INDEX recordings_of_job ON recordings (job_id);
CREATE INDEX recordings_of_organization ON recordings (organization_id, began_at, id)
    WHERE deleted_at IS NULL;
CREATE INDEX recordings_running ON recordings (began_at) WHERE status = 1;
CREATE INDEX recordings_deleted ON recordings (deleted_at) WHERE deleted_at IS NOT NULL;

-- The call came to us.
ALTER TABLE attempts ADD COLUMN inbound bool NOT NULL DEFAULT false;
