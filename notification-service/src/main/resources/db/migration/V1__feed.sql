-- What the feed knows, saved together with how far the log had been read. Rows are keyed by epoch (topic id and partition map): after the topic
-- was recreated, a replica that has not noticed yet cannot mix its rows with those of one that has.
CREATE TABLE feed_subject (
    epoch       text        NOT NULL,
    subject     text        NOT NULL,
    state       smallint    NOT NULL CHECK (state BETWEEN 0 AND 36),
    sequence    bigint      NOT NULL,
    happened_at timestamptz NOT NULL,
    data        bytea,      -- null: over; only the sequence still matters
    PRIMARY KEY (epoch, subject)
);

CREATE TABLE feed_position (
    epoch         text        NOT NULL,
    partition_key text        NOT NULL, -- "<partition>" of program.events, "retry" of what comes back from the dead letters
    next_offset   bigint      NOT NULL,
    saved_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch, partition_key)
);

-- Every replica reads every record: who has put which aside already.
CREATE TABLE dead_letter (
    epoch text        NOT NULL,
    place text        NOT NULL, -- "<topic>-<partition>@<offset>"
    at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (epoch, place)
);
CREATE INDEX dead_letter_at ON dead_letter (at);
