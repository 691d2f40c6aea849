-- Parts of the demo that are loaded once, whatever becomes of them afterwards.
CREATE TABLE demo_part (
    part      text        PRIMARY KEY,
    loaded_at timestamptz NOT NULL
);
