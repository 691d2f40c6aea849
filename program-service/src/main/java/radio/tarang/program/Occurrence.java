package radio.tarang.program;

import java.time.LocalDate;
import java.util.UUID;

/** Which broadcast of a recurring show a programme is: the show's schedule, and the local date the pattern puts it on, wherever it was moved since. */
public record Occurrence(UUID scheduleId, LocalDate date) {
}
