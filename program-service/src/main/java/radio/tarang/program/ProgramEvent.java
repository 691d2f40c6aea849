package radio.tarang.program;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a programme, with the programme as it was right afterwards. The programme's version is the event's sequence.
 *
 * @param id of the event; null as long as no other event names it
 * @param causedBy the id of the event that led to this one
 */
public record ProgramEvent(Type type, Program program, @Nullable UUID id, @Nullable UUID causedBy) {
    public ProgramEvent(Type type, Program program) {
        this(type, program, null, null);
    }

    /** The same events, each of them the cause of the next. */
    public static List<ProgramEvent> chain(List<ProgramEvent> events, Supplier<UUID> ids) {
        List<ProgramEvent> chain = new ArrayList<>(events.size());
        for (ProgramEvent event : events) {
            chain.add(new ProgramEvent(event.type(), event.program(), ids.get(),
                    chain.isEmpty() ? null : chain.getLast().id()));
        }
        return chain;
    }

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
