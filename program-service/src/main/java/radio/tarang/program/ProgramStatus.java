package radio.tarang.program;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import radio.tarang.program.ProgramEvent.Type;

/** Where a programme is in its life, and the one table of the steps it may take: every edge names the event it publishes. */
public enum ProgramStatus {
    SCHEDULED, LIVE, ENDED, CANCELLED;

    private static final Map<ProgramStatus, Map<ProgramStatus, Type>> EDGES = Map.of( //
            SCHEDULED, Map.of(LIVE, Type.STARTED, CANCELLED, Type.CANCELLED), //
            LIVE, Map.of(ENDED, Type.ENDED, CANCELLED, Type.CANCELLED), //
            ENDED, Map.of(), //
            CANCELLED, Map.of());

    /** The event of the edge from this status to another; empty if there is no such edge. */
    public Optional<Type> edgeTo(ProgramStatus target) {
        return Optional.ofNullable(EDGES.getOrDefault(this, Map.of()).get(target));
    }

    /** No edge leads out of it. */
    public boolean isFinal() {
        return EDGES.getOrDefault(this, Map.of()).isEmpty();
    }

    /** The word used in the API, in events and in the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ProgramStatus> ofWord(String word) {
        for (ProgramStatus status : values()) {
            if (status.word().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
