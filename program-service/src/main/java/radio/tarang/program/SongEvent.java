package radio.tarang.program;

/** Something that happened to a song, with the song as it was right afterwards. */
public record SongEvent(Type type, Song song) {
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
