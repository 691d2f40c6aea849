package radio.tarang.program;

/** Something that happened to a station, with the station as it was right afterwards. */
public record StationEvent(Type type, Station station) {
    /** The event types of a station on {@code program.events}; the names are a contract. */
    public enum Type {
        UPDATED("station.updated"), DELETED("station.deleted");

        private final String ceType;

        Type(String ceType) {
            this.ceType = ceType;
        }

        public String ceType() {
            return ceType;
        }
    }
}
