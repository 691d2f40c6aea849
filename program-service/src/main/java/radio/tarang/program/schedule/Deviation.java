package radio.tarang.program.schedule;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.ProgramDetails;

/**
 * How one date of a show differs from its pattern; the API calls it an exception. A date the pattern does not have makes no difference.
 *
 * @param date the local date the pattern has, which goes on naming the occurrence
 * @param toDate where it goes instead; null if it stays on its date
 * @param startTime null if it keeps its time
 * @param endTime null if it keeps its end, or its length where the start has moved
 */
record Deviation(LocalDate date, Action action, @Nullable LocalDate toDate, @Nullable LocalTime startTime,
        @Nullable LocalTime endTime, @Nullable String title, @Nullable String description, @Nullable String hostName) {
    enum Action {
        /** It is not broadcast. */
        SKIP,
        /** It is broadcast at another time or date. */
        MOVE,
        /** Something else is broadcast in its place. */
        REPLACE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The show's texts with those of this date. */
    ProgramDetails applyTo(ProgramDetails show) {
        return new ProgramDetails(title == null ? show.title() : title,
                description == null ? show.description() : description, show.category(),
                hostName == null ? show.hostName() : hostName, show.hostId(), show.language(), show.imageUrl(),
                show.tags(), show.externalId());
    }
}
