-- Recurring shows, and what became of each of their broadcasts.
CREATE TABLE schedule (
    id          uuid        PRIMARY KEY,
    station_id  uuid        NOT NULL REFERENCES station,
    title       text        NOT NULL,
    description text,
    category    text,
    host_name   text,
    language    text,
    image_url   text,
    tags        text[]      NOT NULL DEFAULT '{}',
    days        text[]      NOT NULL,               -- MONDAY…
    start_time  time        NOT NULL,               -- local; an end that is not after it is on the next day
    end_time    time        NOT NULL,
    time_zone   text        NOT NULL,
    valid_from  date        NOT NULL,               -- both inclusive
    valid_until date,
    active      boolean     NOT NULL,
    exceptions  jsonb       NOT NULL DEFAULT '[]',
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     bigint      NOT NULL,
    due_at      timestamptz                         -- when there is something to generate again; null: never
);
CREATE INDEX schedule_of_station ON schedule (station_id, title, id);
CREATE INDEX schedule_due ON schedule (due_at);

-- Every broadcast that was ever generated, with what was generated last: it is never generated twice, and what a hand
-- changed since can be told. It outlives its programme, so a deleted one stays deleted.
CREATE TABLE schedule_occurrence (
    schedule_id uuid        NOT NULL REFERENCES schedule ON DELETE CASCADE,
    occurrence  date        NOT NULL,
    program_id  uuid        NOT NULL,
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    details     jsonb       NOT NULL,
    withdrawn   boolean     NOT NULL,               -- cancelled by the schedule itself, which may want it again
    PRIMARY KEY (schedule_id, occurrence)
);

-- A broadcast the schedule withdrew and wants again is a new programme beside the cancelled one.
DROP INDEX program_occurrence;
CREATE UNIQUE INDEX program_occurrence ON program (schedule_id, occurrence)
    WHERE schedule_id IS NOT NULL AND status <> 'cancelled';
-- What a changed schedule has to look at.
CREATE INDEX program_of_schedule ON program (schedule_id, scheduled_start) WHERE schedule_id IS NOT NULL AND status = 'scheduled';
-- What is too old to be moved anywhere is forgotten.
CREATE INDEX schedule_occurrence_by_date ON schedule_occurrence (occurrence);
