/**
 * The platform of one data folder: its ports, secrets, servers and services, in the order in which they start and stop.
 * <p>
 * Invariant: all state of a platform is below its {@link radio.tarang.local.platform.Home}, secrets readable by the owner alone. Services get their
 * configuration as environment variables and nothing else. Nothing here prints, but for the lines handed to a
 * {@link radio.tarang.local.platform.Progress}.
 */
@NullMarked
package radio.tarang.local.platform;

import org.jspecify.annotations.NullMarked;
