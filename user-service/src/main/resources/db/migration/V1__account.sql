-- A person beside Keycloak, which keeps name, e-mail, password and roles. The id is the token's "sub".
CREATE TABLE account (
    id                      uuid        PRIMARY KEY,
    username                text        NOT NULL,          -- Keycloak's, which keeps it unique: a stale row must lock nobody out
    state_preference        text        CHECK (state_preference ~ '^[A-Z]{2}$'),
    languages               text[]      NOT NULL DEFAULT '{}',
    time_zone               text,
    quiet_start             time,
    quiet_end               time,
    notify_in_app           boolean     NOT NULL,
    notify_push             boolean     NOT NULL,
    notify_email            boolean     NOT NULL,
    notify_digest           text        NOT NULL CHECK (notify_digest IN ('off', 'daily', 'weekly')),
    consent_analytics       boolean     NOT NULL,
    consent_personalisation boolean     NOT NULL,
    consent_at              timestamptz,
    created_at              timestamptz NOT NULL,
    updated_at              timestamptz NOT NULL,
    version                 bigint      NOT NULL,          -- the sequence of the last change of this row's content
    sequence                bigint      NOT NULL,          -- of the last event told about this person
    CHECK ((quiet_start IS NULL) = (quiet_end IS NULL)),
    CHECK (version <= sequence)
);
CREATE INDEX account_by_username ON account (username text_pattern_ops);
