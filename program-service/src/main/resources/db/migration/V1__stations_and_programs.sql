-- "area" says where something is on air: a state's two letters, or IN for the whole country. It is never null, so one
-- index serves states and national programmes alike; the API says null for IN.

CREATE TABLE station (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL,
    area        text        NOT NULL CHECK (area ~ '^[A-Z]{2}$'),
    languages   text[]      NOT NULL DEFAULT '{}',
    stream_url  text,
    external_id text        UNIQUE,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     bigint      NOT NULL
);
CREATE INDEX station_by_name ON station (name, id);
CREATE INDEX station_by_area ON station (area, name, id);

CREATE TABLE program (
    id              uuid        PRIMARY KEY,
    station_id      uuid        NOT NULL REFERENCES station,
    area            text        NOT NULL CHECK (area ~ '^[A-Z]{2}$'),   -- the station's, which never changes
    title           text        NOT NULL,
    description     text,
    category        text,
    host_name       text,
    host_id         text,
    language        text,
    image_url       text,
    tags            text[]      NOT NULL DEFAULT '{}',
    external_id     text,
    scheduled_start timestamptz NOT NULL,
    scheduled_end   timestamptz NOT NULL,
    actual_start    timestamptz,
    actual_end      timestamptz,
    status          text        NOT NULL CHECK (status IN ('scheduled', 'live', 'ended', 'cancelled')),
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         bigint      NOT NULL,
    expired_at      timestamptz,                                        -- when its tombstone was published
    CHECK (scheduled_start < scheduled_end)
);

-- What is on air in a state: two ordered scans (the state's own, the national ones) and no sort, whatever the page.
-- Its first three columns also answer "which states have something to start now?".
CREATE INDEX program_on_air ON program (area, status, scheduled_start, id);
-- All states together; the included columns let a filtered count stay inside the index.
CREATE INDEX program_everywhere ON program (status, scheduled_start, id) INCLUDE (category, language);
-- What has to end next. Small: only what is live.
CREATE INDEX program_ending ON program (area, scheduled_end) WHERE status = 'live';
-- One station's day: now, next, history, and what overlaps a slot (no programme is longer than 24 h).
CREATE INDEX program_of_station ON program (station_id, scheduled_start, id);
CREATE UNIQUE INDEX program_external ON program (station_id, external_id) WHERE external_id IS NOT NULL;
-- What leaves the topic 90 days after its end.
CREATE INDEX program_expiring ON program (scheduled_end) WHERE status IN ('ended', 'cancelled') AND expired_at IS NULL;
