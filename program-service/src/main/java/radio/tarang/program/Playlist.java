package radio.tarang.program;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Songs in an order somebody chose; a song may stand in it more than once. */
public record Playlist(UUID id, PlaylistDetails details, List<UUID> songs, Instant createdAt, Instant updatedAt,
        long version) {
    public static final int MAX_SONGS = 500;

    public Playlist {
        songs = List.copyOf(songs);
    }

    public static PlaylistEvent add(UUID id, PlaylistDetails details, List<UUID> songs, Instant now) {
        return new PlaylistEvent(PlaylistEvent.Type.UPDATED,
                new Playlist(id, details, songs, Program.millis(now), Program.millis(now), 1));
    }

    /** Null if the playlist already is like that. */
    public @Nullable PlaylistEvent revise(PlaylistDetails newDetails, List<UUID> newSongs, Instant now) {
        return newDetails.equals(details) && newSongs.equals(songs)
                ? null
                : new PlaylistEvent(PlaylistEvent.Type.UPDATED,
                        new Playlist(id, newDetails, newSongs, createdAt, Program.millis(now), version + 1));
    }

    /** Null if the song is not in it. */
    public @Nullable PlaylistEvent without(UUID song, Instant now) {
        return revise(details, songs.stream().filter(other -> !other.equals(song)).toList(), now);
    }

    public PlaylistEvent delete(Instant now) {
        return new PlaylistEvent(PlaylistEvent.Type.DELETED,
                new Playlist(id, details, songs, createdAt, Program.millis(now), version + 1));
    }
}
