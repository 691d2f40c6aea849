-- A sign-in on a device, named as Keycloak names it (sid). It also carries the present state of its refresh tokens: one row
-- per sign-in, however often it is refreshed, and no token: hashes of them, and the last answer sealed under the token before.
CREATE TABLE device_session (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    sid          text        NOT NULL UNIQUE,
    client       text        NOT NULL,
    user_agent   text        NOT NULL,
    address      text        NOT NULL,      -- coarse: /24 or /48
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    ended_at     timestamptz,
    closed       boolean     NOT NULL DEFAULT false,    -- whether Keycloak has heard that it ended
    token_hash   bytea       NOT NULL,      -- of the refresh token that is to be used next
    spent_hash   bytea,                     -- of the one used last, when, and what came of it
    spent_at     timestamptz,
    answer       bytea,
    turn         uuid,                      -- whose turn it is to ask Keycloak, and until when
    turn_until   timestamptz
);
CREATE INDEX device_session_of_user ON device_session (user_id);
CREATE INDEX device_session_to_close ON device_session (ended_at) WHERE ended_at IS NOT NULL AND NOT closed;
CREATE INDEX device_session_to_forget ON device_session (spent_at) WHERE answer IS NOT NULL;
CREATE INDEX device_session_by_age ON device_session (created_at);

-- Attempts to sign in that failed, or are not decided yet, by (account, client prefix). Neither is readable here.
CREATE TABLE login_attempt (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    pair    bytea       NOT NULL,
    at      timestamptz NOT NULL,
    pending boolean     NOT NULL
);
CREATE INDEX login_attempt_of_pair ON login_attempt (pair, at);
CREATE INDEX login_attempt_by_age ON login_attempt (at);

-- Anonymous sessions that belong to somebody for ever.
CREATE TABLE merged_session (
    session_hash bytea       PRIMARY KEY,
    user_id      uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
    merged_at    timestamptz NOT NULL
);
CREATE INDEX merged_session_of_user ON merged_session (user_id);
CREATE INDEX merged_session_by_age ON merged_session (merged_at);
