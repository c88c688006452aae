-- How long it is as calls play it: less than its file where silence was trimmed.
ALTER TABLE audios ADD COLUMN played_seconds double precision;
ALTER TABLE dictionary_entries ADD COLUMN played_seconds double precision;
UPDATE audios SET played_seconds = duration_seconds;
UPDATE dictionary_entries SET played_seconds = duration_seconds;
ALTER TABLE audios ALTER COLUMN played_seconds SET NOT NULL;
ALTER TABLE dictionary_entries ALTER COLUMN played_seconds SET NOT NULL;

-- The picture of what is played: of each of at most 1,000 parts the lowest and the highest sample, a
-- signed byte each. NULL: uploaded before; made of the A-law when it is asked for.
ALTER TABLE audios ADD COLUMN waveform bytea;
