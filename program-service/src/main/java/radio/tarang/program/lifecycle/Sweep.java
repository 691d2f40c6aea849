package radio.tarang.program.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramEvent;
import radio.tarang.program.Programs;

/** One step of the clock in one area: lock what is due, let each programme advance, write rows and events together. */
@Service
class Sweep {
    /** Bounds the time rows stay locked, and the size of a transaction. */
    static final int MAX_ROWS = 500;

    private final DuePrograms due;
    private final Programs programs;

    Sweep(DuePrograms due, Programs programs) {
        this.due = due;
        this.programs = programs;
    }

    /** @return what happened, in order: ends, then starts; empty when nothing was left to do */
    @Transactional
    public List<ProgramEvent> step(String area, Instant now) {
        List<Program> rows = new ArrayList<>(due.lockEnding(area, now, MAX_ROWS));
        if (rows.size() < MAX_ROWS) {
            rows.addAll(due.lockStarting(area, now, MAX_ROWS - rows.size()));
        }
        List<ProgramEvent> events = rows.stream().flatMap(program -> program.advance(now).stream()).toList();
        if (!events.isEmpty()) {
            programs.advance(events);
        }
        return events;
    }
}
