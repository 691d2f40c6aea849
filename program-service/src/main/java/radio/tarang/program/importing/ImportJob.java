package radio.tarang.program.importing;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One file on its way into the schedule.
 *
 * @param stationId overrides the file's channels
 * @param progress share of the file's bytes that is done, 0–1
 * @param position rows of the file that are done
 * @param errors the first {@link ImportTally#MAX_ERRORS}
 * @param errorCount all of them
 */
record ImportJob(UUID id, ImportFormat format, Status status, @Nullable UUID stationId, boolean createStations,
        long contentBytes,
        double progress, long position, Counts counts, List<Problem> errors, int errorCount, Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    enum Status {
        QUEUED, RUNNING, COMPLETED, FAILED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What became of the rows. Every row read is exactly one of created, updated, unchanged, duplicate and rejected; overlapping are those created or
     * updated ones that share air time with another programme of their station.
     */
    record Counts(int read, int created, int updated, int unchanged, int duplicate, int rejected, int overlapping) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);
    }

    /** @param item which row or channel, in words of the file; null for the file as a whole */
    record Problem(int line, @Nullable String item, String message) {
    }
}
