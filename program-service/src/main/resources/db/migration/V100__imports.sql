-- An import is kept here with its bytes until it is done, so that any replica can work it off or go on where another died.

CREATE TABLE import_job (
    id              uuid             PRIMARY KEY,
    format          text             NOT NULL,
    status          text             NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed')),
    station_id      uuid             REFERENCES station ON DELETE CASCADE,   -- overrides the file's channels
    create_stations boolean          NOT NULL,
    content_sha256  text             NOT NULL,
    content_bytes   bigint           NOT NULL,
    progress        double precision NOT NULL DEFAULT 0,
    -- Written in the transaction of the batch they count: a row of the file counts once, whatever dies in between.
    position        bigint           NOT NULL DEFAULT 0,                     -- rows of the file that are done
    counts          jsonb            NOT NULL DEFAULT '{}',
    errors          jsonb            NOT NULL DEFAULT '[]',                  -- the first hundred
    error_count     integer          NOT NULL DEFAULT 0,
    -- Who works on it, until when nobody else may. Judged by this database's clock alone.
    worker          uuid,
    lease_until     timestamptz,
    attempts        integer          NOT NULL DEFAULT 0,                     -- since the last batch that got through
    created_at      timestamptz      NOT NULL,
    started_at      timestamptz,
    finished_at     timestamptz
);
CREATE INDEX import_job_newest ON import_job (created_at DESC, id DESC);
CREATE INDEX import_job_open ON import_job (created_at) WHERE status IN ('queued', 'running');

CREATE TABLE import_content (
    job_id   uuid    NOT NULL REFERENCES import_job ON DELETE CASCADE,
    position integer NOT NULL,
    bytes    bytea   NOT NULL,
    PRIMARY KEY (job_id, position)
);
ALTER TABLE import_content ALTER COLUMN bytes SET STORAGE EXTERNAL;          -- read once: not worth compressing
