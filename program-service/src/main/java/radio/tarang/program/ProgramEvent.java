package radio.tarang.program;

/**
 * Something that happened to a programme, with the programme as it was right afterwards. The programme's version is the event's sequence.
 */
public record ProgramEvent(Type type, Program program) {
    /** The event types of a programme on {@code program.events}; the names are a contract. */
    public enum Type {
        SCHEDULED("program.scheduled"), UPDATED("program.updated"), STARTED("program.started"), ENDED(
                "program.ended"), CANCELLED(
                        "program.cancelled"), DELETED("program.deleted");

        private final String ceType;

        Type(String ceType) {
            this.ceType = ceType;
        }

        public String ceType() {
            return ceType;
        }
    }
}
