-- Who follows what. The target has no foreign key: it is a person here, or a station or programme of program-service, and a
-- key would make two people who follow each other at once wait for each other's row.
CREATE TABLE follow (
    follower_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    target_id   uuid        NOT NULL,
    kind        text        NOT NULL CHECK (kind IN ('user', 'host', 'station', 'program')),
    followed_at timestamptz NOT NULL,
    sequence    bigint      NOT NULL,          -- of the event that told it
    PRIMARY KEY (follower_id, target_id),
    CHECK (follower_id <> target_id)
);
CREATE INDEX follow_of_target ON follow (target_id, followed_at DESC, follower_id);
CREATE INDEX follow_of_follower ON follow (follower_id, followed_at DESC, target_id);

-- Exact, because it changes with the rows above in one transaction. No row: zeros.
CREATE TABLE follow_count (
    user_id   uuid   PRIMARY KEY,
    followers bigint NOT NULL DEFAULT 0 CHECK (followers >= 0),
    following bigint NOT NULL DEFAULT 0 CHECK (following >= 0),    -- people
    total     bigint NOT NULL DEFAULT 0 CHECK (total >= 0)         -- people, stations and programmes
);

-- What program.events says can be followed. Rows are never deleted: a late older event must find what is newer.
CREATE TABLE broadcast (
    id       uuid    PRIMARY KEY,
    kind     text    NOT NULL CHECK (kind IN ('station', 'program')),
    name     text    NOT NULL,
    sequence bigint  NOT NULL,
    gone     boolean NOT NULL
);
