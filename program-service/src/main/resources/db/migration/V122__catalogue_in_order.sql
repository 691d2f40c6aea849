-- Lists by plays and by likes are scans of one index: every song stands there from its first moment on, whoever adds it, and
-- for as long as it is active. Among equal counts the newer song comes first.
ALTER TABLE counter_projection
    ADD COLUMN since  timestamptz NOT NULL DEFAULT '-infinity',     -- when the song was added
    ADD COLUMN listed boolean     NOT NULL DEFAULT false;           -- there is such a song, and it is active

CREATE FUNCTION list_song() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO counter_projection (kind, target_id, likes, plays, views, sequence, since, listed)
    VALUES ('song', new.id, 0, 0, 0, -1, new.created_at, new.inactive_since IS NULL)
    ON CONFLICT (kind, target_id) DO UPDATE SET since = excluded.since, listed = excluded.listed;
    RETURN NULL;
END
$$;
CREATE TRIGGER song_added AFTER INSERT ON song FOR EACH ROW EXECUTE FUNCTION list_song();
CREATE TRIGGER song_hidden_or_shown AFTER UPDATE OF inactive_since ON song FOR EACH ROW
    WHEN ((old.inactive_since IS NULL) <> (new.inactive_since IS NULL)) EXECUTE FUNCTION list_song();
INSERT INTO counter_projection (kind, target_id, likes, plays, views, sequence, since, listed)
    SELECT 'song', id, 0, 0, 0, -1, created_at, inactive_since IS NULL FROM song
    ON CONFLICT (kind, target_id) DO UPDATE SET since = excluded.since, listed = excluded.listed;

CREATE INDEX counter_projection_plays ON counter_projection (plays DESC, since DESC, target_id DESC)
    WHERE kind = 'song' AND listed;
CREATE INDEX counter_projection_likes ON counter_projection (likes DESC, since DESC, target_id DESC)
    WHERE kind = 'song' AND listed;

-- A playlist's songs are counted inside two indexes; what it holds and listeners do not see is little.
ALTER TABLE playlist_song DROP CONSTRAINT playlist_song_pkey, ADD PRIMARY KEY (playlist_id, position) INCLUDE (song_id);
CREATE INDEX song_hidden ON song (id) WHERE inactive_since IS NOT NULL AND NOT deleted;
CREATE INDEX playlist_active ON playlist (created_at DESC, id DESC) WHERE active;
CREATE INDEX playlist_featured ON playlist (created_at DESC, id DESC) WHERE active AND featured;
