-- The first answer to a write with an Idempotency-Key, in the transaction of its effect; kept for 24 h.
CREATE TABLE idempotent_answer (
    id          bytea PRIMARY KEY,      -- SHA-256 of who asked and the key: neither is kept
    fingerprint bytea NOT NULL,         -- SHA-256 of method, target and body
    status      smallint NOT NULL,
    headers     text NOT NULL,          -- one "Name: value" a line
    body        bytea NOT NULL CHECK (octet_length(body) <= 65536),
    at          timestamptz NOT NULL
);
CREATE INDEX idempotent_answer_at ON idempotent_answer (at);
