package radio.tarang.program;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a song, with the song as it was right afterwards.
 *
 * @param id of the event; null as long as no other event names it
 */
public record SongEvent(Type type, Song song, @Nullable UUID id) {
    public SongEvent(Type type, Song song) {
        this(type, song, null);
    }

    /** The same event, to be named as the cause of others. */
    public SongEvent named(UUID eventId) {
        return new SongEvent(type, song, eventId);
    }

    /** The event types of a song on {@code program.events}; the names are a contract. */
    public enum Type {
        UPDATED("song.updated"), DELETED("song.deleted");

        private final String ceType;

        Type(String ceType) {
            this.ceType = ceType;
        }

        public String ceType() {
            return ceType;
        }
    }
}
