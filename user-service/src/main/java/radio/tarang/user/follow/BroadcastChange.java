package radio.tarang.user.follow;

import org.jspecify.annotations.Nullable;

import radio.tarang.user.FollowTarget;

/**
 * A station or programme as a record tells it.
 *
 * @param name null in a tombstone
 * @param gone it was deleted, or forgotten by the topic 90 days after its end: nobody can begin to follow it
 */
record BroadcastChange(FollowTarget target, @Nullable String name, long sequence, boolean gone) {
}
