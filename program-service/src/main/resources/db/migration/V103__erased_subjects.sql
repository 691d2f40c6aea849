-- Who was erased, so that a late write or event about them is known for what it is. A hash: the id itself is gone.
CREATE TABLE erased_subject (
    hash bytea PRIMARY KEY,             -- SHA-256 of the user's id
    at   timestamptz NOT NULL
);
