-- Local days (Asia/Kolkata) of the demo schedule that are in the database. Loaded once: what was deleted since stays deleted.
CREATE TABLE demo_day (
    day       date        PRIMARY KEY,
    loaded_at timestamptz NOT NULL
);
