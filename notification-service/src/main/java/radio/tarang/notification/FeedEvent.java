package radio.tarang.notification;

import java.time.Instant;

/** An event of {@code program.events} that means something to the feed. */
public sealed interface FeedEvent {
    Origin origin();

    /** The aggregate, as in {@code ce_subject}: {@code programs/<id>}, {@code stations/<id>} or {@code opt-outs/<id>}. */
    String subject();

    /**
     * Where an event comes from.
     *
     * @param partition of {@code program.events}, or {@link #REPLAYED} for one that comes back from the dead letters
     * @param id        {@code ce_id}
     * @param sequence  {@code ce_sequence}: the version of its subject
     * @param time      {@code ce_time}
     */
    record Origin(int partition, long offset, String id, long sequence, Instant time) {
        public static final int REPLAYED = -1;
    }

    /** What happened to a programme. */
    enum Happening {
        SCHEDULED, UPDATED, STARTED, ENDED, CANCELLED, DELETED
    }

    record ProgrammeChanged(Origin origin, Happening happening, Programme programme) implements FeedEvent {
        @Override
        public String subject() {
            return "programs/" + programme.id();
        }
    }

    record StationChanged(Origin origin, Station station, boolean deleted) implements FeedEvent {
        @Override
        public String subject() {
            return "stations/" + station.id();
        }
    }

    /** A state departs from a national programme, or departs otherwise, or no longer. */
    record OptOutChanged(Origin origin, OptOut optOut, boolean deleted) implements FeedEvent {
        @Override
        public String subject() {
            return "opt-outs/" + optOut.id();
        }
    }

    /** A tombstone: the subject is gone, deleted or long over. */
    record SubjectGone(Origin origin, String subject) implements FeedEvent {
    }
}
