/**
 * Reading from a hot standby where there is one ({@code tarang.replica.url}). What is marked {@link radio.tarang.program.replica.FromReplica} reads there,
 * everything else at the primary.
 * <p>
 * Invariant: a read sees whatever was committed before it was asked for, wherever it reads: the standby serves it only once it has replayed that far, so
 * no purge, however fast, is followed by an older answer. While the standby is away or behind, the primary serves; while the primary is away, the standby.
 * It must not know what is read.
 */
@NullMarked
package radio.tarang.program.replica;

import org.jspecify.annotations.NullMarked;
