package radio.tarang.program;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a playlist, with the playlist as it was right afterwards.
 *
 * @param causedBy the id of the event that led to this one
 */
public record PlaylistEvent(Type type, Playlist playlist, @Nullable UUID causedBy) {
    public PlaylistEvent(Type type, Playlist playlist) {
        this(type, playlist, null);
    }

    /** The same event, as what another one led to. */
    public PlaylistEvent because(SongEvent cause) {
        return new PlaylistEvent(type, playlist, cause.id());
    }

    /** The event types of a playlist on {@code program.events}; the names are a contract. */
    public enum Type {
        UPDATED("playlist.updated"), DELETED("playlist.deleted");

        private final String ceType;

        Type(String ceType) {
            this.ceType = ceType;
        }

        public String ceType() {
            return ceType;
        }
    }
}
