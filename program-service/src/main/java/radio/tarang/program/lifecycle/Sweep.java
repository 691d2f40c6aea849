package radio.tarang.program.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramEvent;
import radio.tarang.program.Programs;

/** One step of the clock: lock what is due, area after area, let each programme advance, write rows and events together. */
@Service
class Sweep {
    /** Bounds the time rows stay locked, and the size of a transaction. */
    static final int MAX_ROWS = 500;

    /**
     * @param events what happened, in order: in each area ends, then starts; empty when nothing was left to do
     * @param unfinished the area where more may be due
     */
    record Step(List<ProgramEvent> events, @Nullable String unfinished) {
    }

    private final DuePrograms due;
    private final Programs programs;

    Sweep(DuePrograms due, Programs programs) {
        this.due = due;
        this.programs = programs;
    }

    /**
     * Transactions cost more than their rows where there are few of these: areas share one until it is full.
     *
     * @param others from where areas are taken while there is room
     */
    @Transactional
    public Step step(String first, Queue<String> others, Instant now) {
        List<Program> rows = new ArrayList<>();
        String area = first;
        lock(area, now, rows);
        while (area != null && rows.size() < MAX_ROWS) {
            area = others.poll();
            if (area != null) {
                lock(area, now, rows);
            }
        }
        List<ProgramEvent> events = rows.stream().flatMap(program -> program.advance(now).stream()).toList();
        if (!events.isEmpty()) {
            programs.advance(events);
        }
        return new Step(events, area);
    }

    private void lock(String area, Instant now, List<Program> rows) {
        rows.addAll(due.lockEnding(area, now, MAX_ROWS - rows.size()));
        if (rows.size() < MAX_ROWS) {
            rows.addAll(due.lockStarting(area, now, MAX_ROWS - rows.size()));
        }
    }
}
