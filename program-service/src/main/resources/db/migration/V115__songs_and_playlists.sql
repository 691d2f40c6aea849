-- A deleted song stays as a row: what the radio is playing still has its title, and no import or demo brings it back unasked.
CREATE TABLE song (
    id                 uuid        PRIMARY KEY,
    title              text        NOT NULL,
    artist             text        NOT NULL,
    album_art          text,
    video_url          text,
    audio_url          text,
    duration_seconds   integer     NOT NULL CHECK (duration_seconds > 0),
    duration_estimated boolean     NOT NULL,
    genres             text[]      NOT NULL DEFAULT '{}',
    genre_keys         text[]      NOT NULL DEFAULT '{}',   -- the genres folded, as they are asked for
    language           text,
    release_year       integer,
    recognised_as      uuid        NOT NULL,                -- hash of folded title and artist: what an import knows it by
    inactive_since     timestamptz,                         -- null while it is active
    deleted            boolean     NOT NULL DEFAULT false,
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    version            bigint      NOT NULL,
    CHECK (NOT deleted OR inactive_since IS NOT NULL)
);
CREATE INDEX song_newest ON song (created_at DESC, id DESC) WHERE inactive_since IS NULL;
CREATE INDEX song_newest_of_all ON song (created_at DESC, id DESC) WHERE NOT deleted;
CREATE INDEX song_genre ON song USING gin (genre_keys) WHERE inactive_since IS NULL;
CREATE INDEX song_language ON song (language) WHERE inactive_since IS NULL;
CREATE INDEX song_recognised ON song (recognised_as) WHERE NOT deleted;

CREATE TABLE playlist (
    id          uuid        PRIMARY KEY,
    title       text        NOT NULL,
    description text,
    cover_image text,
    active      boolean     NOT NULL,
    featured    boolean     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    version     bigint      NOT NULL
);
CREATE INDEX playlist_newest ON playlist (created_at DESC, id DESC);

CREATE TABLE playlist_song (
    playlist_id uuid    NOT NULL REFERENCES playlist ON DELETE CASCADE,
    position    integer NOT NULL,
    song_id     uuid    NOT NULL REFERENCES song,
    PRIMARY KEY (playlist_id, position)
);
CREATE INDEX playlist_song_of ON playlist_song (song_id);

-- What counter-service counted last, by its own sequence. A target that has no row has not been counted yet.
CREATE TABLE counter_projection (
    kind      text   NOT NULL,              -- song, playlist
    target_id uuid   NOT NULL,
    likes     bigint NOT NULL,
    plays     bigint NOT NULL,
    views     bigint NOT NULL,
    sequence  bigint NOT NULL,
    PRIMARY KEY (kind, target_id)
);
