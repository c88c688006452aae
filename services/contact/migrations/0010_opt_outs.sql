-- Which wishes not to be called again, said in calls, were taken: one that is told again changes
-- nothing, also when the number was taken off the list since. A day, for what may be forgotten.
CREATE TABLE opt_outs (
    attempt_id uuid NOT NULL,
    sequence   bigint NOT NULL, -- of the attempt's event
    taken_on   date NOT NULL,
    PRIMARY KEY (attempt_id, sequence)
);
CREATE INDEX opt_outs_old ON opt_outs (taken_on);
