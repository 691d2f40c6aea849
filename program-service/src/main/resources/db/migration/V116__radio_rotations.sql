-- What each stream has been said to play: turn after turn from the anchor on, without a gap. What nobody has asked for yet is not here.
CREATE TABLE radio_rotation (
    stream      text        PRIMARY KEY,                            -- a station's id, or 'platform'
    station_id  uuid        REFERENCES station ON DELETE CASCADE,
    anchor      timestamptz NOT NULL,                               -- when the first turn begins
    last_picked uuid        NOT NULL,                               -- the song behind which the rotation goes on
    songs       uuid[]      NOT NULL,
    seconds     integer[]   NOT NULL,
    by_hand     boolean[]   NOT NULL,                               -- put there by a host, out of the rotation's order
    CHECK (cardinality(songs) = cardinality(seconds) AND cardinality(songs) = cardinality(by_hand))
);
CREATE INDEX radio_rotation_of_station ON radio_rotation (station_id);
