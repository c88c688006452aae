-- The live calls of a bound are not counted for each claim: what was counted is kept for a moment,
-- and rises with each lease (leasing/locked_bounds.hpp). Of bounds without a maximum only those of
-- organizations and programs are kept. A scheduler of before does not add to them: while one runs
-- beside a new one and more than 256 calls are alive, any bound may be passed by what it gives in
-- 250 ms.
ALTER TABLE capacity
    ADD COLUMN live          bigint NOT NULL DEFAULT 0,
    ADD COLUMN counted_until timestamptz NOT NULL DEFAULT 'epoch';

-- Each program that calls has a row, single calls' too: without one they would be counted each time.
INSERT INTO capacity (kind, id)
SELECT DISTINCT 1, coalesce(program_id, organization_id) FROM executions
WHERE program_id IS NULL OR status IN (1, 2, 3, 7)
ON CONFLICT (kind, id) DO NOTHING;
