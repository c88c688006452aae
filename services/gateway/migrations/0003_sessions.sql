-- A session counts its refresh tokens; each says its count under our own MAC. Two that were given at
-- once are of one count, and both good: no hash of the last one is compared any more.

ALTER TABLE sessions DROP COLUMN refresh_hash;
