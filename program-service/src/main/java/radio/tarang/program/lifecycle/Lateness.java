package radio.tarang.program.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramEvent;

/** How long after its boundary a step was committed: {@code program_transition_lateness_seconds}. The promise is a second. */
@Component
class Lateness {
    private final Timer started;
    private final Timer ended;
    private final Clock clock;

    Lateness(MeterRegistry meters, Clock clock) {
        this.started = timer(meters, ProgramEvent.Type.STARTED);
        this.ended = timer(meters, ProgramEvent.Type.ENDED);
        this.clock = clock;
    }

    void record(ProgramEvent event) {
        Program program = event.program();
        boolean start = event.type() == ProgramEvent.Type.STARTED;
        Instant boundary = start ? program.slot().start() : program.slot().end();
        Duration late = Duration.between(boundary, clock.instant());
        (start ? started : ended).record(late.isNegative() ? Duration.ZERO : late);
    }

    private static Timer timer(MeterRegistry meters, ProgramEvent.Type type) {
        return Timer.builder("program.transition.lateness")
                .description("From a programme's boundary to the commit of its step")
                .tag("edge", type.ceType()).publishPercentileHistogram().register(meters);
    }
}
