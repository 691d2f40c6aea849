-- Who changed whose rights, when, from where. Rows are only ever added; a person's rights have as many versions as rows here.
CREATE TABLE audit (
    id          uuid        PRIMARY KEY,
    at          timestamptz NOT NULL,
    actor_id    uuid        NOT NULL,
    actor_name  text        NOT NULL,
    action      text        NOT NULL,
    target_type text        NOT NULL,
    target_id   uuid        NOT NULL,
    ip          text        NOT NULL,
    before      jsonb       NOT NULL,
    after       jsonb       NOT NULL
);
CREATE INDEX audit_by_time ON audit (at DESC, id DESC);
CREATE INDEX audit_of_target ON audit (target_id);

-- Rights live in Keycloak, outside our transactions: what is about to change is written down first, so that whatever became of
-- it is found out, audited and told even if we die in between. It also keeps two admins from changing one person at once, and
-- two admins from being taken out at once.
CREATE TABLE access_change (
    target_id   uuid        PRIMARY KEY,
    actor_id    uuid        NOT NULL,
    actor_name  text        NOT NULL,
    ip          text        NOT NULL,
    before      jsonb       NOT NULL,
    takes_admin boolean     NOT NULL,
    begun_at    timestamptz NOT NULL
);
CREATE UNIQUE INDEX access_change_one_admin_at_a_time ON access_change (takes_admin) WHERE takes_admin;
