package radio.tarang.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent.Happening;
import radio.tarang.notification.FeedEvent.Origin;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;
import radio.tarang.notification.FeedEvent.SubjectGone;
import radio.tarang.notification.Programme.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The rules of the feed, without servers. */
class FeedTests {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final States STATES = States.load();
    private static final State MH = Objects.requireNonNull(STATES.find("MH"));
    private static final State DL = Objects.requireNonNull(STATES.find("DL"));

    private final List<Announcement> announced = new ArrayList<>();
    private final long[] next = new long[STATES.partitions()];
    private Feed feed = feed(1000);

    private static Feed feed(int ringCount) {
        return new Feed(STATES,
                new FeedSettings(DataSize.ofMegabytes(1), ringCount, Duration.ofHours(3), Duration.ofHours(24),
                        Duration.ofSeconds(10),
                        Duration.ofHours(23), 5000, Duration.ZERO, Duration.ofHours(48)),
                Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @BeforeEach
    void open() {
        openWith(feed);
    }

    private void openWith(Feed fresh) {
        feed = fresh;
        feed.attend(announced::addAll, () -> {
        }, state -> {
        });
        feed.begin("epoch", List.of());
        feed.open(next, next.clone(), List.of());
    }

    private void tell(State state, String id, Happening happening, Status status, long sequence) {
        tell(state, id, happening, status, sequence, NOON.minusSeconds(60), NOON.plusSeconds(600), "Raga");
    }

    private void tell(State state, String id, Happening happening, Status status, long sequence, Instant start,
            Instant end, String title) {
        feed.apply(List.of(changed(state, id, happening, status, sequence, start, end, title)), afterOne(state));
    }

    private ProgrammeChanged changed(State state, String id, Happening happening, Status status, long sequence,
            Instant start, Instant end, String title) {
        ObjectNode data = JsonMapper.shared().createObjectNode().put("id", id).put("stationId", "s")
                .put("stateId", state.id()).put("title", title)
                .put("status", status.name().toLowerCase(Locale.ROOT)).put("scheduledStart", start.toString())
                .put("scheduledEnd", end.toString());
        return new ProgrammeChanged(new Origin(state.partition(), next[state.partition()], "event", sequence, NOON),
                happening, Programme.of(data, STATES));
    }

    private void tellMoved(long sequence, @Nullable Instant announced, Instant start, Status status) {
        ObjectNode data = JsonMapper.shared().createObjectNode().put("id", "a").put("stationId", "s")
                .put("stateId", "MH").put("title", "Raga").put("status", status.name().toLowerCase(Locale.ROOT))
                .put("scheduledStart", start.toString()).put("scheduledEnd", start.plusSeconds(600).toString());
        if (announced != null) {
            data.put("announcedStart", announced.toString()).put("announcedEnd", announced.plusSeconds(600).toString());
        }
        Happening happening = status == Status.LIVE ? Happening.STARTED : Happening.UPDATED;
        feed.apply(
                List.of(new ProgrammeChanged(new Origin(MH.partition(), next[MH.partition()], "event", sequence, NOON),
                        happening, Programme.of(data, STATES))),
                afterOne(MH));
    }

    private JsonNode lastPayload() {
        return JsonMapper.shared().readTree(announced.getLast().message(MH).toString()).path("payload");
    }

    @Test
    void howLateAProgrammeRunsReachesListenersWithItsNewTimes() {
        Instant soon = NOON.plusSeconds(300);
        tellMoved(1, null, soon, Status.SCHEDULED);
        assertThat(lastPayload().path("updates").has("delayMinutes")).isFalse();

        tellMoved(2, soon, soon.plusSeconds(11 * 60 + 1), Status.SCHEDULED);
        JsonNode updates = lastPayload().path("updates");
        assertThat(updates.path("delayMinutes").intValue()).isEqualTo(12);
        assertThat(updates.path("reason").stringValue()).isEqualTo("running-late");
        assertThat(updates.path("scheduledStart").stringValue()).isEqualTo(soon.plusSeconds(661).toString());
        assertThat(updates.has("title")).isFalse();
        assertThat(feed.snapshot(MH).message().toString()).contains("\"delayMinutes\":12");

        // Late is late, also once it is on air; an editor's new plan is not.
        tellMoved(3, soon, soon.plusSeconds(661), Status.LIVE);
        assertThat(lastPayload().path("program").path("delayMinutes").intValue()).isEqualTo(12);
        tellMoved(4, null, soon.plusSeconds(661), Status.SCHEDULED);
        assertThat(lastPayload().path("updates").path("delayMinutes").isNull()).isTrue();
        assertThat(lastPayload().path("updates").path("reason").isNull()).isTrue();
        assertThat(feed.snapshot(MH).message().toString()).doesNotContain("delayMinutes");
    }

    @Test
    void anAnnouncementThatIsNoInstantIsMalformed() {
        ObjectNode data = JsonMapper.shared().createObjectNode().put("id", "a").put("stationId", "s")
                .put("stateId", "MH").put("status", "live").put("scheduledStart", NOON.toString())
                .put("scheduledEnd", NOON.plusSeconds(1).toString()).put("announcedStart", "soon");
        assertThatExceptionOfType(Programme.Malformed.class).isThrownBy(() -> Programme.of(data, STATES));
    }

    private long[] afterOne(State state) {
        next[state.partition()]++;
        return next.clone();
    }

    private List<String> told() {
        return announced.stream().map(announcement -> announcement.type() + " " + announcement.programId()).toList();
    }

    @Test
    void anOlderOrEqualSequenceChangesNothing() {
        tell(MH, "a", Happening.ENDED, Status.ENDED, 10);
        tell(MH, "a", Happening.STARTED, Status.LIVE, 9);
        tell(MH, "a", Happening.ENDED, Status.ENDED, 10);
        assertThat(told()).containsExactly("PROGRAM_ENDED a");
        assertThat(feed.snapshot(MH).message().toString()).doesNotContain("\"a\"");
    }

    @Test
    void aTombstoneRemovesAndIsItselfSilent() {
        tell(MH, "a", Happening.SCHEDULED, Status.SCHEDULED, 1);
        tell(MH, "a", Happening.DELETED, Status.SCHEDULED, 2);
        feed.apply(List.of(new SubjectGone(new Origin(MH.partition(), 2, "event", 2, NOON), "programs/a")),
                afterOne(MH));
        assertThat(told()).containsExactly("PROGRAM_UPDATED a", "PROGRAM_CANCELLED a");
        assertThat(feed.snapshot(MH).message().toString()).doesNotContain("\"a\"");
    }

    @Test
    void whatIsFarOffIsKnownButNotAnnounced() {
        tell(MH, "next-week", Happening.SCHEDULED, Status.SCHEDULED, 1, NOON.plus(Duration.ofDays(7)),
                NOON.plus(Duration.ofDays(8)), "Later");
        tell(MH, "last-week", Happening.ENDED, Status.ENDED, 1, NOON.minus(Duration.ofDays(7)),
                NOON.minus(Duration.ofDays(6)), "Earlier");
        assertThat(told()).isEmpty();
        // Moved to today, it is news; and so is moving it away again.
        tell(MH, "next-week", Happening.UPDATED, Status.SCHEDULED, 2, NOON.plusSeconds(60), NOON.plusSeconds(120),
                "Later");
        tell(MH, "next-week", Happening.UPDATED, Status.SCHEDULED, 3, NOON.plus(Duration.ofDays(7)),
                NOON.plus(Duration.ofDays(8)), "Later");
        assertThat(told()).containsExactly("PROGRAM_UPDATED next-week", "PROGRAM_UPDATED next-week");
    }

    @Test
    void aSnapshotHasTheStatesOwnFirstAndLooksThreeHoursAhead() {
        tell(State.NATIONAL, "national", Happening.STARTED, Status.LIVE, 1, NOON.minusSeconds(600),
                NOON.plusSeconds(60), "News");
        tell(MH, "own", Happening.STARTED, Status.LIVE, 1);
        tell(MH, "soon", Happening.SCHEDULED, Status.SCHEDULED, 1, NOON.plus(Duration.ofHours(3)),
                NOON.plus(Duration.ofHours(4)), "Soon");
        tell(MH, "later", Happening.SCHEDULED, Status.SCHEDULED, 1, NOON.plus(Duration.ofHours(3)).plusMillis(1),
                NOON.plus(Duration.ofHours(4)), "Later");
        // Delhi shares the partition of Maharashtra.
        tell(DL, "delhi", Happening.STARTED, Status.LIVE, 1);
        String snapshot = feed.snapshot(MH).message().toString();
        assertThat(snapshot).contains("\"soon\"").doesNotContain("\"later\"").doesNotContain("\"delhi\"");
        assertThat(snapshot.indexOf("\"own\"")).isBetween(0, snapshot.indexOf("\"national\""));
        assertThat(feed.snapshot(MH)).isSameAs(feed.snapshot(MH));
    }

    @Test
    void resumesAtEveryCursorItEverGaveOut() {
        List<Cursor> cursors = new ArrayList<>(List.of(cursor()));
        for (int count = 0; count < 20; count++) {
            tell(count % 3 == 0 ? State.NATIONAL : count % 3 == 1 ? MH : DL, "p" + count, Happening.STARTED,
                    Status.LIVE, 1);
            cursors.add(cursor());
        }
        List<Announcement> mine = announced.stream().filter(announcement -> !announcement.state().equals(DL)).toList();
        for (int at = 0; at < cursors.size(); at++) {
            Cursor cursor = cursors.get(at);
            List<Announcement> missed = missed(cursor);
            List<Announcement> expected = mine.stream().filter(announcement -> announcement.state().national()
                    ? announcement.offset() >= cursor.national()
                    : announcement.offset() >= cursor.state()).toList();
            assertThat(missed).isEqualTo(expected);
            // The cursors of replayed messages are as good as those of live ones.
            for (Message message : Announcement.messages(missed, MH, cursor)) {
                Cursor replayed = Objects.requireNonNull(message.cursor());
                assertThat(missed(replayed)).hasSizeLessThan(missed.size());
            }
        }
    }

    private Cursor cursor() {
        return Objects.requireNonNull(feed.snapshot(MH).message().cursor());
    }

    private List<Announcement> missed(Cursor cursor) {
        return feed.resume(MH, cursor) instanceof Resumption.Missed missed ? missed.announcements() : List.of();
    }

    @Test
    void saysWhichCursorsItCannotServe() {
        openWith(feed(2));
        Cursor start = cursor();
        for (int sequence = 1; sequence <= 3; sequence++) {
            tell(MH, "a", Happening.UPDATED, Status.LIVE, sequence);
        }
        assertThat(feed.resume(MH, start)).isEqualTo(new Resumption.Older(new Cursor(start.epoch(), 1, 0)));
        assertThat(feed.resume(MH, new Cursor(start.epoch(), 4, 0))).isEqualTo(new Resumption.Ahead());
        assertThat(feed.resume(MH, new Cursor("00000000", 3, 0))).isEqualTo(new Resumption.Lost("epoch-changed"));
    }

    @Test
    void readsBackWhatTheRingsHaveLostAndOnlyThat() {
        openWith(feed(1));
        Cursor start = cursor();
        List<FeedEvent> log = new ArrayList<>();
        for (int sequence = 1; sequence <= 3; sequence++) {
            ProgrammeChanged event = changed(MH, "a", Happening.UPDATED, Status.LIVE, sequence, NOON,
                    NOON.plusSeconds(60), "Raga " + sequence);
            log.add(event);
            feed.apply(List.of(event), afterOne(MH));
        }
        Catchup.Caught caught = new Catchup(feed, new Log(log)).up(MH, start);
        assertThat(caught).isNotNull();
        assertThat(Objects.requireNonNull(caught).missed().stream().map(Announcement::offset)).containsExactly(0L, 1L);
        assertThat(missed(caught.cursor())).hasSize(1);
        assertThat(new Catchup(feed, new Log(null)).up(MH, start)).isNull();
        assertThat(new Catchup(feed, new Log(log)).up(MH, new Cursor(start.epoch(), 99, 0))).as("beyond the end")
                .isNull();
    }

    /** A log in memory; without events one that has been compacted. */
    private record Log(@Nullable List<FeedEvent> events) implements History {
        @Override
        public Optional<List<FeedEvent>> read(int partition, long from, long to) {
            return Optional.ofNullable(events)
                    .map(all -> all.stream().filter(event -> event.origin().partition() == partition
                            && event.origin().offset() >= from && event.origin().offset() < to).toList());
        }

        @Override
        public long end(int partition) {
            return 3;
        }
    }

    @Test
    void savedAndRestoredItKnowsTheSame() {
        tell(MH, "a", Happening.STARTED, Status.LIVE, 5);
        tell(MH, "b", Happening.ENDED, Status.ENDED, 7);
        SavedSubject.Changes changes = feed.takeChanges();
        assertThat(changes.subjects()).hasSize(2);
        assertThat(feed.takeChanges().subjects()).isEmpty();
        feed.stillUnsaved(changes);
        assertThat(feed.takeChanges().subjects()).hasSize(2);
        Feed restored = feed(10);
        restored.begin("epoch", changes.subjects());
        restored.open(changes.positions(), changes.positions(), List.of());
        assertThat(restored.snapshot(MH).message()).hasToString(feed.snapshot(MH).message().toString());
        announced.clear();
        feed = restored;
        feed.attend(announced::addAll, () -> {
        }, state -> {
        });
        tell(MH, "b", Happening.STARTED, Status.LIVE, 6);
        assertThat(announced).isEmpty();
    }

    @Test
    void latenessIsMeasuredFromThePlannedMomentUnlessSomebodyActedByHand() {
        ProgrammeChanged byClock = changed(MH, "a", Happening.STARTED, Status.LIVE, 1, NOON.minusMillis(40),
                NOON.plusSeconds(60), "Raga");
        ProgrammeChanged early = changed(MH, "a", Happening.ENDED, Status.ENDED, 1, NOON.minusSeconds(60),
                NOON.plusSeconds(60), "Raga");
        assertThat(Wording.boundary(byClock)).isEqualTo(NOON.minusMillis(40));
        assertThat(Wording.boundary(early)).isEqualTo(NOON);
    }

    @Test
    void cursorsAreReadStrictly() {
        assertThat(Cursor.parse("0a1b2c3d:12.7")).isEqualTo(new Cursor("0a1b2c3d", 12, 7));
        for (String text : List.of("", "0a1b2c3d", "0a1b2c3d:12", "0a1b2c3d:-1.0", "0A1B2C3D:1.1", "0a1b2c3d:1.1 ",
                "0a1b2c3d:9999999999999999999.1")) {
            assertThat(Cursor.parse(text)).as(text).isNull();
        }
    }

    @Test
    void oldCodesOfStatesAreUnderstood() {
        assertThat(List.of("OR", "TG", "CT", "UT", "GO").stream().map(STATES::find)
                .map(state -> Objects.requireNonNull(state).id()))
                .containsExactly("OD", "TS", "CG", "UK", "GA");
        assertThat(STATES.find("ZZ")).isNull();
        assertThat(STATES.all()).hasSize(37).allSatisfy(
                state -> assertThat(state.partition()).isEqualTo(state.national() ? 0 : 1 + state.number() % 11));
    }
}
