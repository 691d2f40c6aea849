-- The tables of the outbox library. A *repeatable* migration carries no version, so it can never collide with the versions of
-- the service that includes it; Flyway runs it after the versioned ones, and again when this file changes. Hence the rule:
-- every statement here is idempotent and only expands.

CREATE TABLE IF NOT EXISTS outbox (
  lane       smallint    NOT NULL,
  id         bigint      GENERATED ALWAYS AS IDENTITY (CACHE 1),  -- a larger cache would break the order between sessions
  topic      text        NOT NULL,
  partition  integer,                                             -- null: by the hash of the key
  key        text        NOT NULL,
  headers    text        NOT NULL,                                -- one per line, "name: value"
  payload    bytea,                                               -- null: a tombstone
  created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (lane, id)
) WITH (
  -- A queue is all churn: vacuum by count, not by share of the table, or every read wades through deleted rows.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
  autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 20000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 20000
);

-- Written once and read once: compressing a payload of 5 KB cost three quarters of what writing it costs.
ALTER TABLE outbox ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE TABLE IF NOT EXISTS outbox_dead (
  lane       smallint    NOT NULL,
  id         bigint      PRIMARY KEY,
  topic      text        NOT NULL,
  partition  integer,
  key        text        NOT NULL,
  headers    text        NOT NULL,
  payload    bytea,
  created_at timestamptz NOT NULL,
  died_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
  reason     text        NOT NULL
);
