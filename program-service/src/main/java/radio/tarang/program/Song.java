package radio.tarang.program;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** A song of the catalogue. Like a {@link Program} it never changes: a verb answers the event that happened. */
public record Song(UUID id, SongDetails details, Instant createdAt, Instant updatedAt, long version) {
    public static SongEvent add(UUID id, SongDetails details, Instant now) {
        return new SongEvent(SongEvent.Type.UPDATED,
                new Song(id, details, Program.millis(now), Program.millis(now), 1));
    }

    /** Null if the song already is like that. */
    public @Nullable SongEvent revise(SongDetails newDetails, Instant now) {
        return newDetails.equals(details)
                ? null
                : new SongEvent(SongEvent.Type.UPDATED,
                        new Song(id, newDetails, createdAt, Program.millis(now), version + 1));
    }

    public SongEvent delete(Instant now) {
        return new SongEvent(SongEvent.Type.DELETED,
                new Song(id, details, createdAt, Program.millis(now), version + 1));
    }
}
