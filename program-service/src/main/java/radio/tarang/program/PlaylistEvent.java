package radio.tarang.program;

/** Something that happened to a playlist, with the playlist as it was right afterwards. */
public record PlaylistEvent(Type type, Playlist playlist) {
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
