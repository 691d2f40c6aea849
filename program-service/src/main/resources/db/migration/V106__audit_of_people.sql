-- What somebody did, for whoever asks and for themselves; an erased person's name and address are gone.
ALTER TABLE audit ALTER COLUMN ip DROP NOT NULL;
CREATE INDEX audit_of_actor ON audit (actor_id, at DESC, id DESC);
