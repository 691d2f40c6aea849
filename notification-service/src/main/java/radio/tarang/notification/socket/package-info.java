/**
 * {@code /ws}: the feed on WebSockets. Channel handlers right behind the HTTP codec, no Spring on the path of a frame: a frame is encoded once and
 * the same bytes go to every receiver, loop by loop, with one flush per receiver and batch.
 *
 * <p>Invariant: everything of a connection happens on its event loop, which never blocks; what waits (reading back the log) runs on a virtual
 * thread and comes back as a task. A connection's unsent bytes are bounded; nobody else waits for it.
 *
 * <p>Must not know where events come from.
 */
@NullMarked
package radio.tarang.notification.socket;

import org.jspecify.annotations.NullMarked;
