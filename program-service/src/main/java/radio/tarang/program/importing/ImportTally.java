package radio.tarang.program.importing;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.BulkPrograms.Outcome;
import radio.tarang.program.importing.ImportJob.Counts;
import radio.tarang.program.importing.ImportJob.Problem;

/** Counts one job's rows and keeps its first errors; goes on from what the job counted before. */
final class ImportTally {
    /** Errors beyond this are counted, not kept: a file of 200 000 bad rows says the same thing 200 000 times. */
    static final int MAX_ERRORS = 100;

    private int read;
    private int created;
    private int updated;
    private int unchanged;
    private int duplicate;
    private int rejected;
    private int overlapping;
    private int errorCount;
    private final List<Problem> errors;

    ImportTally(ImportJob job) {
        Counts counts = job.counts();
        read = counts.read();
        created = counts.created();
        updated = counts.updated();
        unchanged = counts.unchanged();
        duplicate = counts.duplicate();
        rejected = counts.rejected();
        overlapping = counts.overlapping();
        errorCount = job.errorCount();
        errors = new ArrayList<>(job.errors());
    }

    private ImportTally(ImportTally other) {
        read = other.read;
        created = other.created;
        updated = other.updated;
        unchanged = other.unchanged;
        duplicate = other.duplicate;
        rejected = other.rejected;
        overlapping = other.overlapping;
        errorCount = other.errorCount;
        errors = new ArrayList<>(other.errors);
    }

    /** For a transaction that may have to be repeated. */
    ImportTally copy() {
        return new ImportTally(this);
    }

    void duplicate() {
        read++;
        duplicate++;
    }

    void rejected() {
        read++;
        rejected++;
    }

    void rejected(int line, @Nullable String item, String message) {
        rejected();
        error(line, item, message);
    }

    void written(Outcome outcome, int line, String item) {
        switch (outcome.kind()) {
            case CREATED -> created++;
            case UPDATED -> updated++;
            case UNCHANGED -> unchanged++;
            case REFUSED -> {
                rejected(line, item, outcome.reason());
                return;
            }
        }
        read++;
        if (outcome.overlapping()) {
            overlapping++;
        }
    }

    void error(int line, @Nullable String item, String message) {
        errorCount++;
        if (errors.size() < MAX_ERRORS) {
            errors.add(new Problem(line, item, message));
        }
    }

    Counts counts() {
        return new Counts(read, created, updated, unchanged, duplicate, rejected, overlapping);
    }

    List<Problem> errors() {
        return List.copyOf(errors);
    }

    int errorCount() {
        return errorCount;
    }
}
