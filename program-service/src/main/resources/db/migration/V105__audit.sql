-- Who did what, when, from where: in the transaction of what was done.
CREATE TABLE audit (
    id          uuid        PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor_id    uuid        NOT NULL,
    actor_name  text,
    action      text        NOT NULL,           -- program.update, schedule.create, ...
    target_type text        NOT NULL,
    target_id   uuid        NOT NULL,
    area        text        NOT NULL,           -- the target's: editors see their own states'
    ip          text        NOT NULL,
    before      jsonb,                          -- null: it was not there
    after       jsonb                           -- null: it is gone
);
CREATE INDEX audit_by_time ON audit (at DESC, id DESC);
CREATE INDEX audit_of_area ON audit (area, at DESC, id DESC);
CREATE INDEX audit_of_target ON audit (target_id, at DESC, id DESC);
