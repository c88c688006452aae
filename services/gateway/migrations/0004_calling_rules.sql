-- When and how often an organization's contacts may be called, and its share where not all calls fit.

ALTER TABLE organizations
    ADD COLUMN calling_zone integer, -- hatif.type.v1.HoursZone; NULL: at any hour
    -- Triples: weekday (0 Sunday), from, until in minutes.
    ADD COLUMN calling_weekly integer[] NOT NULL DEFAULT '{}',
    -- "2026-11-18", or "11-18" for every year; what each is called, '' for nothing.
    ADD COLUMN holiday_dates text[] NOT NULL DEFAULT '{}',
    ADD COLUMN holiday_names text[] NOT NULL DEFAULT '{}',
    -- So many calls of one number in so many hours. NULL: no cap.
    ADD COLUMN cap_calls integer CHECK (cap_calls > 0),
    ADD COLUMN cap_hours integer CHECK (cap_hours > 0),
    ADD COLUMN call_share integer NOT NULL DEFAULT 10 CHECK (call_share > 0),
    ADD CHECK ((cap_calls IS NULL) = (cap_hours IS NULL));
