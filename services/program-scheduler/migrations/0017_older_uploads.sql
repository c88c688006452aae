-- While replicas are exchanged one of before 0014 may run beside newer ones, and take uploads: it
-- knows of no length but the file's, which is what it has calls play.
CREATE FUNCTION play_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.played_seconds := NEW.duration_seconds;
    RETURN NEW;
END
$$;
CREATE TRIGGER audios_play_whole BEFORE INSERT ON audios FOR EACH ROW
    WHEN (NEW.played_seconds IS NULL) EXECUTE FUNCTION play_whole();
CREATE TRIGGER entries_play_whole BEFORE INSERT ON dictionary_entries FOR EACH ROW
    WHEN (NEW.played_seconds IS NULL) EXECUTE FUNCTION play_whole();
