-- People who left. The hash stays, so that nobody comes back by accident; the id goes once everybody has confirmed.
CREATE TABLE erasure (
    hash          bytea       PRIMARY KEY,             -- SHA-256 of the id's text
    user_id       uuid,                                -- null once completed
    sequence      bigint      NOT NULL,                -- of user.deleted
    requested_at  timestamptz NOT NULL,
    told_at       timestamptz NOT NULL,                -- when user.deleted was published last
    keycloak_gone boolean     NOT NULL DEFAULT false,
    confirmed     text[]      NOT NULL DEFAULT '{}',   -- services that answered user.erased
    completed_at  timestamptz
);
CREATE INDEX erasure_open ON erasure (requested_at) WHERE completed_at IS NULL;

-- What all services hold about somebody, put together because they asked for it; encrypted, for a day.
CREATE TABLE export (
    user_id      uuid        PRIMARY KEY REFERENCES account ON DELETE CASCADE,
    requested_at timestamptz NOT NULL,
    next_try_at  timestamptz NOT NULL,
    ready_at     timestamptz,
    document     bytea,
    CHECK ((ready_at IS NULL) = (document IS NULL))
);
CREATE INDEX export_open ON export (next_try_at) WHERE ready_at IS NULL;
