/**
 * Schedules and songs from files: an upload becomes a job that PostgreSQL keeps with its bytes, and any replica works it off in batches.
 * <p>
 * Invariant: a batch's rows, their events and the job's counts and position commit together, so a job whose process died goes on behind its last
 * batch, and every row counts once. The same file twice changes nothing.
 * <p>
 * It must not know how programmes and songs are stored or published ({@link radio.tarang.program.BulkPrograms} and
 * {@link radio.tarang.program.BulkSongs} do), nor any other feature package.
 */
@NullMarked
package radio.tarang.program.importing;

import org.jspecify.annotations.NullMarked;
