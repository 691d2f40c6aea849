package radio.tarang.program.network;

/** Something that happened to an opt-out, with the opt-out as it was right afterwards. Its version is the event's sequence. */
record OptOutEvent(Type type, OptOut optOut) {
    /** The event types of an opt-out on {@code program.events}; the names are a contract. */
    enum Type {
        UPDATED("optout.updated"), DELETED("optout.deleted");

        private final String ceType;

        Type(String ceType) {
            this.ceType = ceType;
        }

        String ceType() {
            return ceType;
        }
    }
}
