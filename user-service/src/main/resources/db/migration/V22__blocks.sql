CREATE TABLE block (
    blocker_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    blocked_id uuid        NOT NULL,
    blocked_at timestamptz NOT NULL,
    sequence   bigint      NOT NULL,          -- of the event that told it
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
);
CREATE INDEX block_of_blocker ON block (blocker_id, blocked_at DESC, blocked_id);
CREATE INDEX block_of_blocked ON block (blocked_id);
