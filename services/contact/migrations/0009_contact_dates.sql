-- The values of date attributes, in the order in which they fall due: what live programs ask for every
-- second. Kept by a trigger, so that no way of writing a contact forgets it; contacts without dates cost
-- nothing but its condition. Values of attributes that were deleted stay, as in the contacts.
CREATE TABLE contact_dates (
    organization_id uuid NOT NULL,
    name            text NOT NULL, -- of the attribute
    -- 'Z': `at` is a moment. Else a day, `at` its midnight in UTC, that begins by the clocks of this zone
    -- of the contact's own; '': of no zone of its own.
    zone            text NOT NULL,
    at              timestamptz NOT NULL,
    contact_id      uuid NOT NULL,
    PRIMARY KEY (organization_id, name, zone, at, contact_id)
) WITH (autovacuum_vacuum_scale_factor = 0.05);
CREATE INDEX contact_dates_of_contact ON contact_dates (contact_id);

-- "2025-01-15", "2025-01-15T10:30:00Z". The service has checked it; what PostgreSQL cannot hold is NULL,
-- and keeps no contact from being written.
CREATE FUNCTION moment_of(value text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (CASE WHEN length(value) = 10 THEN value || 'T00:00:00Z' ELSE value END)::timestamptz;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

-- json, not jsonb: that one would read the numbers too, of which some are beyond it.
CREATE FUNCTION dates_of(attributes text, timezone text)
    RETURNS TABLE (name text, zone text, at timestamptz) LANGUAGE sql STABLE AS $$
    SELECT left(key, -5), CASE WHEN length(value) = 10 THEN coalesce(timezone, '') ELSE 'Z' END,
           moment_of(value)
    FROM json_each_text(attributes::json) WHERE key LIKE '%:date' AND moment_of(value) IS NOT NULL
$$;

CREATE FUNCTION keep_contact_dates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM contact_dates WHERE contact_id = OLD.id;
    END IF;
    IF NEW.deleted_at IS NULL THEN
        INSERT INTO contact_dates (organization_id, name, zone, at, contact_id)
        SELECT NEW.organization_id, d.name, d.zone, d.at, NEW.id
        FROM dates_of(NEW.custom_attributes, NEW.timezone) AS d;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER contact_dates_come AFTER INSERT ON contacts FOR EACH ROW
    WHEN (NEW.custom_attributes LIKE '%:date":%')
    EXECUTE FUNCTION keep_contact_dates();
CREATE TRIGGER contact_dates_change AFTER UPDATE ON contacts FOR EACH ROW
    WHEN ((OLD.custom_attributes LIKE '%:date":%' OR NEW.custom_attributes LIKE '%:date":%')
          AND (OLD.custom_attributes, OLD.timezone, OLD.deleted_at, OLD.organization_id)
              IS DISTINCT FROM
              (NEW.custom_attributes, NEW.timezone, NEW.deleted_at, NEW.organization_id))
    EXECUTE FUNCTION keep_contact_dates();

INSERT INTO contact_dates (organization_id, name, zone, at, contact_id)
SELECT c.organization_id, d.name, d.zone, d.at, c.id
FROM contacts c, dates_of(c.custom_attributes, c.timezone) AS d
WHERE c.deleted_at IS NULL AND c.custom_attributes LIKE '%:date":%';
