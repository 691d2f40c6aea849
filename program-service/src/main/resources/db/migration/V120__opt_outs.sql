-- How one state departs from a national programme: another programme instead, another language, later, or not at all.
-- No foreign keys: it is published, so it may not vanish with a programme unheard. What refers to nothing has no effect
-- and is taken away by a job, with its event.
CREATE TABLE opt_out (
    id            uuid        PRIMARY KEY,
    program_id    uuid        NOT NULL,          -- the national programme
    area          text        NOT NULL CHECK (area ~ '^[A-Z]{2}$' AND area <> 'IN'),
    replacement   uuid,                          -- a programme of that state
    language      text,
    delay_minutes integer     CHECK (delay_minutes BETWEEN 1 AND 1440),
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    version       bigint      NOT NULL,
    CHECK (replacement IS NULL OR language IS NULL AND delay_minutes IS NULL),
    -- The listing of a state probes it for every national programme it shows.
    UNIQUE (area, program_id)
);
CREATE INDEX opt_out_of_program ON opt_out (program_id);
CREATE INDEX opt_out_replacement ON opt_out (area, replacement) WHERE replacement IS NOT NULL;
CREATE INDEX opt_out_delayed ON opt_out (area) WHERE delay_minutes IS NOT NULL;
