package radio.tarang.program.importing;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.BulkPrograms.Outcome;

/**
 * The rows of one file, in one format. What a row becomes is the source's affair: it reads rows and writes those that are ready, and {@link ImportRun}
 * knows about batches, positions and counts, and nothing of formats.
 * <p>
 * The same bytes of the same job must give the same rows every time: a job goes on by reading them again and passing over those that are done.
 *
 * @param <T> what is to be written for a row
 */
interface ImportSource<T> extends AutoCloseable {
    /** The next row; null at the proper end of the file. */
    @Nullable
    ImportRow<T> next() throws Unreadable;

    /** Writes within the caller's transaction. One outcome per row, in their order. Called again with the same rows if the transaction was repeated. */
    List<Outcome> write(List<T> ready);

    @Override
    void close();

    /** Opens files of one format. A format can be imported if there is a bean of this kind for it. */
    interface Opener {
        ImportFormat format();

        /** @param content the file from its beginning, as often as it is asked for; whoever asked last tells the progress */
        ImportSource<?> open(ImportJob job, Supplier<InputStream> content) throws Unreadable;

        /**
         * Before a file is queued: refuses what cannot become a job at all.
         *
         * @throws radio.tarang.program.Refusal if so
         */
        default void check(ImportFile file, @Nullable UUID stationId) throws IOException {
        }
    }
}
