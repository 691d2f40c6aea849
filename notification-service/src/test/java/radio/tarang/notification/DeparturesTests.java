package radio.tarang.notification;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.notification.FeedEvent.Happening;
import radio.tarang.notification.FeedEvent.OptOutChanged;
import radio.tarang.notification.FeedEvent.Origin;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;
import radio.tarang.notification.Programme.Status;

import static org.assertj.core.api.Assertions.assertThat;

/** What a state's listeners are told of national programmes that their state takes otherwise: as its listing says. */
class DeparturesTests {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final States STATES = States.load();
    private static final State OD = Objects.requireNonNull(STATES.find("OD"));
    private static final State MH = Objects.requireNonNull(STATES.find("MH"));

    private final List<Announcement> announced = new ArrayList<>();
    private final List<State> departed = new ArrayList<>();
    private final long[] next = new long[STATES.partitions()];
    private Instant now = NOON;
    private Feed feed = feed();
    private long sequence;

    private Feed feed() {
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        return new Feed(STATES, new FeedSettings(DataSize.ofMegabytes(1), 1000, Duration.ofHours(3),
                Duration.ofHours(24), Duration.ofSeconds(10), Duration.ofHours(23), 5000, Duration.ofMinutes(5),
                Duration.ofHours(48)), clock);
    }

    @BeforeEach
    void open() {
        feed.attend(announced::addAll, () -> {
        }, departed::add);
        feed.begin("epoch", List.of());
        feed.open(next, next.clone(), List.of());
        tell(State.NATIONAL, "news", Happening.SCHEDULED, Status.SCHEDULED);
        tell(OD, "own", Happening.STARTED, Status.LIVE);
    }

    /** Noon to one o'clock. */
    private void tell(State state, String id, Happening happening, Status status) {
        ObjectNode data = JsonMapper.shared().createObjectNode().put("id", id).put("stationId", "s")
                .put("stateId", state.national() ? null : state.id()).put("title", id).put("language", "hi")
                .put("status", status.name().toLowerCase(Locale.ROOT)).put("scheduledStart", NOON.toString())
                .put("scheduledEnd", NOON.plusSeconds(3600).toString());
        if (status == Status.ENDED) {
            data.put("actualEnd", now.toString());
        }
        apply(new ProgrammeChanged(origin(state), happening, Programme.of(data, STATES)), state);
    }

    private void optOut(boolean deleted, String member, @Nullable Object value) {
        ObjectNode data = JsonMapper.shared().createObjectNode().put("id", "o").put("replaces", "news").put("stateId",
                "OD");
        if (value instanceof Integer minutes) {
            data.put(member, minutes);
        } else if (value != null) {
            data.put(member, value.toString());
        }
        apply(new OptOutChanged(origin(OD), OptOut.of(data, STATES), deleted), OD);
    }

    private Origin origin(State state) {
        return new Origin(state.partition(), next[state.partition()], "event", ++sequence, now);
    }

    private void apply(FeedEvent event, State state) {
        next[state.partition()]++;
        feed.apply(List.of(event), next.clone());
    }

    private void at(Instant moment) {
        now = moment;
        feed.apply(List.of(), next.clone());
    }

    private JsonNode payload(State state) {
        return JsonMapper.shared().readTree(feed.snapshot(state).message().toString()).get("payload");
    }

    private List<String> onAir(State state) {
        List<String> ids = new ArrayList<>();
        payload(state).get("programs").forEach(program -> ids.add(program.get("id").asString()));
        return ids;
    }

    @Test
    void aReplacementSaysWhatItStandsInForAndTheCountryHearsTheRest() {
        optOut(false, "replacementProgramId", "own");
        tell(State.NATIONAL, "news", Happening.STARTED, Status.LIVE);

        assertThat(onAir(OD)).containsExactly("own");
        assertThat(payload(OD).at("/programs/0/replaces").asString()).isEqualTo("news");
        assertThat(payload(OD).at("/programs/0/reason").asString()).isEqualTo("opt-out");
        assertThat(onAir(MH)).containsExactly("news");
        assertThat(announced.getLast().heardIn(OD.number())).isFalse();
        assertThat(announced.getLast().heardIn(MH.number())).isTrue();

        tell(State.NATIONAL, "news", Happening.ENDED, Status.ENDED);
        assertThat(payload(OD).at("/programs/0").has("replaces")).isFalse();
    }

    @Test
    void itsListenersGetANewSnapshotWhenItChangesAndThatIsWhatACursorFromBeforeGets() {
        Cursor before = Objects.requireNonNull(feed.snapshot(OD).message().cursor());
        optOut(false, "language", "or");
        assertThat(departed).containsExactly(OD);
        assertThat(payload(OD).at("/upcoming/0/language").asString()).isEqualTo("or");
        assertThat(feed.resume(OD, before)).isEqualTo(new Resumption.Lost("opt-outs-changed"));
        Cursor after = Objects.requireNonNull(feed.snapshot(OD).message().cursor());
        assertThat(feed.resume(OD, after)).isInstanceOf(Resumption.Missed.class);

        optOut(true, "language", "or");
        assertThat(departed).containsExactly(OD, OD);
        assertThat(payload(OD).at("/upcoming/0/language").asString()).isEqualTo("hi");
    }

    @Test
    void whatIsNotHeardIsNotReplayedEither() {
        optOut(false, "none", null);
        Cursor cursor = Objects.requireNonNull(feed.snapshot(OD).message().cursor());
        tell(State.NATIONAL, "news", Happening.STARTED, Status.LIVE);
        tell(OD, "own", Happening.ENDED, Status.ENDED);

        assertThat(onAir(OD)).isEmpty();
        assertThat(feed.resume(OD, cursor)).isInstanceOfSatisfying(Resumption.Missed.class,
                missed -> assertThat(missed.announcements()).extracting(Announcement::programId)
                        .containsExactly("own"));
    }

    @Test
    void whoHearsItInAnotherLanguageIsToldSoInEveryMessage() {
        optOut(false, "language", "or");
        tell(State.NATIONAL, "news", Happening.STARTED, Status.LIVE);
        Announcement started = announced.getLast();
        assertThat(told(started.message(OD)).at("/payload/program/language").asString()).isEqualTo("or");
        assertThat(told(started.message(OD)).at("/payload/program/reason").asString()).isEqualTo("opt-out");
        assertThat(told(started.message(MH)).at("/payload/program/language").asString()).isEqualTo("hi");
        assertThat(told(started.message(MH)).at("/payload/program").has("reason")).isFalse();
        assertThat(told(started.message(MH)).path("payload").has("notIn")).isFalse();
        assertThat(told(Announcement.messages(List.of(started), OD, Objects.requireNonNull(feed.snapshot(OD).message()
                .cursor())).getFirst())).as("whoever resumes").isEqualTo(told(started.message(OD)));
    }

    @Test
    void whatStandsInSaysSoWhenItStartsToo() {
        tell(OD, "instead", Happening.SCHEDULED, Status.SCHEDULED);
        optOut(false, "replacementProgramId", "instead");
        tell(OD, "instead", Happening.STARTED, Status.LIVE);
        JsonNode started = told(announced.getLast().message(OD)).at("/payload/program");
        assertThat(started.path("replaces").asString()).isEqualTo("news");
        assertThat(started.path("reason").asString()).isEqualTo("opt-out");

        departed.clear();
        tell(State.NATIONAL, "news", Happening.CANCELLED, Status.CANCELLED);
        assertThat(departed).as("it stands in for nothing any more").containsExactly(OD);
    }

    /** Only what changes there is worth a new snapshot; whoever was away then gets one too. */
    @Test
    void whatHappensToAProgrammeHeardLaterReachesItsListenersOnceItMattersThere() {
        optOut(false, "delayMinutes", 30);
        departed.clear();
        Cursor before = Objects.requireNonNull(feed.snapshot(OD).message().cursor());
        tell(State.NATIONAL, "news", Happening.STARTED, Status.LIVE);
        assertThat(departed).as("not on air there yet").isEmpty();
        assertThat(feed.resume(OD, before)).isInstanceOfSatisfying(Resumption.Missed.class,
                missed -> assertThat(missed.announcements()).isEmpty());

        tell(State.NATIONAL, "news", Happening.CANCELLED, Status.CANCELLED);
        assertThat(departed).containsExactly(OD);
        assertThat(payload(OD).path("upcoming")).isEmpty();
        assertThat(feed.resume(OD, before)).isEqualTo(new Resumption.Lost("opt-outs-changed"));
        assertThat(feed.resume(MH, Objects.requireNonNull(feed.snapshot(MH).message().cursor())))
                .isInstanceOf(Resumption.Missed.class);
        assertThat(told(announced.getLast().message(MH)).at("/payload/notIn/0").asString()).isEqualTo("OD");
    }

    @Test
    void whoWasAwayWhileTheClockMovedOnGetsASnapshotAlsoFromAReplicaThatWasNotThere() {
        optOut(false, "delayMinutes", 30);
        tell(State.NATIONAL, "news", Happening.STARTED, Status.LIVE);
        Cursor before = Objects.requireNonNull(feed.snapshot(OD).message().cursor());
        assertThat(feed.resume(OD, before)).isInstanceOf(Resumption.Missed.class);
        SavedSubject.Changes saved = feed.takeChanges();

        at(NOON.plusSeconds(1800));
        assertThat(feed.resume(OD, before)).isEqualTo(new Resumption.Lost("opt-outs-changed"));
        assertThat(feed.resume(MH, Objects.requireNonNull(feed.snapshot(MH).message().cursor())))
                .isInstanceOf(Resumption.Missed.class);

        Feed late = feed();
        late.begin("epoch", saved.subjects());
        late.open(saved.positions(), new long[next.length], List.of());
        assertThat(late.resume(OD, before)).isEqualTo(new Resumption.Lost("opt-outs-changed"));

        tell(OD, "own", Happening.UPDATED, Status.LIVE);
        assertThat(feed.resume(OD, Objects.requireNonNull(feed.snapshot(OD).message().cursor())))
                .as("a cursor from after it").isInstanceOf(Resumption.Missed.class);
    }

    private static JsonNode told(Message message) {
        return JsonMapper.shared().readTree(message.toString());
    }

    /** National 12:00–13:00, heard 12:30–13:30. */
    @Test
    void aDelayMovesBothEndsAndTheClockTellsIt() {
        optOut(false, "delayMinutes", 30);
        tell(State.NATIONAL, "news", Happening.STARTED, Status.LIVE);
        departed.clear();
        assertThat(onAir(OD)).containsExactly("own");
        assertThat(payload(OD).at("/upcoming/0/scheduledStart").asString()).isEqualTo("2026-01-01T12:30:00Z");
        assertThat(payload(OD).at("/upcoming/0/delayMinutes").asInt()).isEqualTo(30);

        at(NOON.plusSeconds(1800).minusMillis(1));
        assertThat(departed).isEmpty();
        assertThat(onAir(OD)).containsExactly("own");
        at(NOON.plusSeconds(1800));
        assertThat(departed).containsExactly(OD);
        assertThat(onAir(OD)).containsExactly("own", "news");

        now = NOON.plusSeconds(3600);
        tell(State.NATIONAL, "news", Happening.ENDED, Status.ENDED);
        assertThat(onAir(MH)).isEmpty();
        at(NOON.plusSeconds(5400).minusMillis(1));
        assertThat(onAir(OD)).containsExactly("own", "news");
        at(NOON.plusSeconds(5400));
        assertThat(onAir(OD)).containsExactly("own");
        assertThat(departed).containsExactly(OD, OD);
    }

    @Test
    void savedAndRestoredItHearsTheSame() {
        optOut(false, "delayMinutes", 30);
        now = NOON.plusSeconds(3600);
        tell(State.NATIONAL, "news", Happening.ENDED, Status.ENDED);
        SavedSubject.Changes saved = feed.takeChanges();

        Feed restored = feed();
        restored.begin("epoch", saved.subjects());
        restored.open(saved.positions(), saved.positions(), List.of());
        assertThat(restored.snapshot(OD).message()).hasToString(feed.snapshot(OD).message().toString());
        assertThat(onAir(OD)).contains("news");
    }
}
