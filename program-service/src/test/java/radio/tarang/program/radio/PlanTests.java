package radio.tarang.program.radio;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import radio.tarang.program.radio.Plan.Airing;
import radio.tarang.program.radio.Plan.Turn;

import static org.assertj.core.api.Assertions.assertThat;

/** What a stream promises, over whole weeks, with listeners who come and go and editors who change everything. */
class PlanTests {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration WEEK = Duration.ofDays(7);

    /** The catalogue and one stream's stored plan, as the database holds them. */
    private static final class Station {
        private final Map<UUID, Track> songs = new TreeMap<>();
        private Plan plan = Plan.beginning();
        private int writes;

        static Station with(int songs, long seed) {
            Station station = new Station();
            Random random = new Random(seed);
            IntStream.range(0, songs).forEach(_ -> station.put(new UUID(random.nextLong(), random.nextLong()),
                    60 + random.nextInt(400), null));
            return station;
        }

        void put(UUID id, int seconds, @Nullable Instant inactiveSince) {
            songs.put(id, new Track(id, seconds, inactiveSince));
        }

        Rotation rotation() {
            return new Rotation("a station", active());
        }

        Collection<Track> active() {
            return songs.values().stream().filter(track -> track.inactiveSince() == null).toList();
        }

        Track song(Airing airing) {
            return Objects.requireNonNull(songs.get(airing.song()));
        }

        /** The plan with its songs as they are now: what a reader finds. */
        Plan stored() {
            return new Plan(plan.anchor(), plan.lastPicked(), plan.turns().stream().map(turn -> new Turn(
                    songs.getOrDefault(turn.track().id(), turn.track()), turn.seconds(), turn.byHand())).toList());
        }

        /** What is shown to somebody who asks now. */
        List<Airing> shown(Instant now) {
            if (!stored().isSettled(now)) {
                plan = stored().renewed(now, rotation());
                writes++;
            }
            return stored().from(now).stream().limit(Plan.QUEUE + 1L).toList();
        }
    }

    private static List<Object> told(Airing airing) {
        return List.of(airing.song(), airing.startedAt(), airing.endsAt());
    }

    @Test
    void atAnyInstantOneSongPlaysAndTheNextBeginsWhenItEnds() {
        Station station = Station.with(30, 1);
        for (Instant now = NOON; now.isBefore(NOON.plus(Duration.ofDays(1))); now = now.plusMillis(7_919)) {
            List<Airing> shown = station.shown(now);
            assertThat(shown).hasSize(6);
            assertThat(shown.getFirst().startedAt()).isBeforeOrEqualTo(now);
            assertThat(shown.getFirst().endsAt()).isAfter(now);
            for (int i = 0; i < shown.size(); i++) {
                Airing airing = shown.get(i);
                assertThat(airing.endsAt()).isEqualTo(airing.startedAt().plusSeconds(
                        station.song(airing).seconds()));
                if (i > 0) {
                    assertThat(airing.startedAt()).isEqualTo(shown.get(i - 1).endsAt());
                }
            }
        }
    }

    @Test
    void whatIsAnnouncedIsWhatThenPlays() {
        Station station = Station.with(40, 2);
        Instant now = NOON;
        for (int i = 0; i < 2_000; i++) {
            List<Airing> shown = station.shown(now);
            for (Airing airing : shown) {
                assertThat(told(station.shown(airing.startedAt()).getFirst())).isEqualTo(told(airing));
                assertThat(told(station.shown(airing.endsAt().minusMillis(1)).getFirst())).isEqualTo(told(airing));
            }
            now = shown.getLast().startedAt();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 7, 250})
    void itDoesNotMatterWhoAskedWhenOrWhetherAnybodyDid(int songs) {
        Station asked = Station.with(songs, 3);
        Station forgotten = Station.with(songs, 3);
        forgotten.shown(NOON);
        for (Instant now = NOON; !now.isAfter(NOON.plus(WEEK)); now = now.plusSeconds(613)) {
            asked.shown(now);
        }
        Instant end = NOON.plus(WEEK);

        List<List<Object>> here = asked.shown(end).stream().map(PlanTests::told).toList();
        assertThat(forgotten.shown(end).stream().map(PlanTests::told).toList()).isEqualTo(here);
        assertThat(Station.with(songs, 3).shown(end).stream().map(PlanTests::told).toList())
                .as("a stream nobody ever asked for").isEqualTo(here);
    }

    @Test
    void overAWeekEverySongIsPlayedAsOftenAsEveryOther() {
        Station station = Station.with(50, 4);
        Map<UUID, Integer> played = new HashMap<>();
        Instant now = NOON;
        while (now.isBefore(NOON.plus(WEEK))) {
            Airing airing = station.shown(now).getFirst();
            played.merge(airing.song(), 1, Integer::sum);
            now = airing.endsAt();
        }
        assertThat(played).hasSize(50);
        int most = played.values().stream().max(Integer::compare).orElseThrow();
        assertThat(played.values()).allMatch(count -> count >= most - 1);
        assertThat(station.writes).isLessThan(played.values().stream().mapToInt(Integer::intValue).sum() / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void whateverEditorsDoTheSongThatPlaysPlaysToItsEnd(long seed) {
        Station station = Station.with(25, seed);
        Random random = new Random(seed);
        Instant now = NOON;
        Airing playing = station.shown(now).getFirst();
        for (int i = 0; i < 5_000; i++) {
            edit(station, random, now);
            now = now.plusMillis(random.nextInt(random.nextInt(20) == 0 ? 3_000_000 : 90_000));
            List<Airing> shown = station.shown(now);
            Airing first = shown.getFirst();
            if (now.isBefore(playing.endsAt())) {
                assertThat(told(first)).as("edit %d", i).isEqualTo(told(playing));
            }
            assertThat(first.startedAt()).isBeforeOrEqualTo(now);
            assertThat(first.endsAt()).isAfter(now);
            for (int k = 1; k < shown.size(); k++) {
                Track track = station.song(shown.get(k));
                assertThat(track.inactiveSince()).as("what is gone is not announced").isNull();
                assertThat(shown.get(k).startedAt()).isEqualTo(shown.get(k - 1).endsAt());
                assertThat(shown.get(k).endsAt()).isEqualTo(shown.get(k).startedAt().plusSeconds(track.seconds()));
            }
            Instant taken = station.song(first).inactiveSince();
            assertThat(taken == null || taken.isAfter(first.startedAt())).as("what is gone does not begin").isTrue();
            playing = first;
        }
    }

    private static void edit(Station station, Random random, Instant now) {
        List<Track> all = new ArrayList<>(station.songs.values());
        Track one = all.get(random.nextInt(all.size()));
        switch (random.nextInt(6)) {
            case 0 -> station.put(one.id(), 30 + random.nextInt(600), one.inactiveSince());
            case 1, 2 -> {
                if (station.active().size() > 3 && one.inactiveSince() == null) {
                    station.put(one.id(), one.seconds(), now);
                }
            }
            case 3 -> station.put(one.id(), one.seconds(), null);
            case 4 -> station.put(new UUID(random.nextLong(), random.nextLong()), 30 + random.nextInt(600), null);
            default -> {
                // nothing, for once
            }
        }
    }

    @Test
    void aSkipEndsWhatPlaysAndBringsTheRestForward() {
        Station station = Station.with(20, 5);
        List<Airing> before = station.shown(NOON);

        station.plan = station.stored().skipped(NOON).renewed(NOON, station.rotation());

        List<Airing> after = station.shown(NOON);
        assertThat(after.getFirst().startedAt()).isEqualTo(NOON);
        assertThat(after.subList(0, 5)).extracting(Airing::song)
                .isEqualTo(before.subList(1, 6).stream().map(Airing::song).toList());
        station.plan = station.stored().skipped(NOON).renewed(NOON, station.rotation());
        assertThat(station.shown(NOON).getFirst().song()).as("twice skips two").isEqualTo(before.get(2).song());
    }

    @Test
    void whatAHostPutsInFrontComesNextInItsOrderAndOnceEach() {
        Station station = Station.with(20, 6);
        List<Airing> before = station.shown(NOON);
        List<Track> wanted = station.active().stream()
                .filter(track -> before.stream().noneMatch(airing -> airing.song().equals(track.id()))).limit(2)
                .toList();
        for (Track track : List.of(wanted.get(0), wanted.get(1), wanted.get(0))) {
            station.plan = station.stored().queued(track, NOON).orElseThrow();
        }

        assertThat(station.shown(NOON)).extracting(Airing::song).containsExactly(before.get(0).song(),
                wanted.get(0).id(), wanted.get(1).id(), before.get(1).song(), before.get(2).song(),
                before.get(3).song());
        Instant later = station.shown(NOON).get(4).startedAt();
        assertThat(station.shown(later).get(1).song()).as("the rotation goes on where it was")
                .isEqualTo(before.get(3).song());
    }

    @Test
    void onlySoManyWaitInFront() {
        Station station = Station.with(60, 7);
        station.shown(NOON);
        List<Track> songs = List.copyOf(station.active());
        for (int i = 0; i < Plan.MAX_BY_HAND; i++) {
            station.plan = station.stored().queued(songs.get(i), NOON).orElseThrow();
        }
        assertThat(station.stored().queued(songs.get(Plan.MAX_BY_HAND), NOON)).isEmpty();
    }

    @Test
    void anEmptyCatalogueIsSilentAndWhatComesLaterBeginsLater() {
        Station station = new Station();
        assertThat(station.shown(NOON)).isEmpty();
        station.put(new UUID(1, 1), 100, null);
        station.put(new UUID(2, 2), 100, null);

        List<Airing> shown = station.shown(NOON.plusSeconds(30));
        assertThat(shown.getFirst().startedAt()).isEqualTo(NOON);
        Instant gone = NOON.plusSeconds(50);
        station.put(new UUID(1, 1), 100, gone);
        station.put(new UUID(2, 2), 100, gone);
        assertThat(station.shown(gone)).extracting(Airing::song).containsExactly(shown.getFirst().song());
        assertThat(station.shown(NOON.plusSeconds(100))).isEmpty();
        assertThat(station.shown(NOON.plusSeconds(130))).isEmpty();
        station.put(new UUID(1, 1), 100, null);
        assertThat(station.shown(NOON.plusSeconds(140)).getFirst().startedAt()).isEqualTo(NOON.plusSeconds(130));
    }

    @Test
    void aReplicaWhoseClockIsALittleBehindFindsWhatHasJustEnded() {
        Station station = Station.with(20, 8);
        Airing first = station.shown(NOON).getFirst();
        station.put(new UUID(3, 3), 100, null);
        station.plan = station.stored().renewed(first.endsAt().plusSeconds(1), station.rotation());

        assertThat(told(station.shown(first.endsAt().minusSeconds(1)).getFirst())).isEqualTo(told(first));
    }
}
