package radio.tarang.program.radio;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RotationTests {
    private static final List<Track> SONGS = IntStream.range(0, 100)
            .mapToObj(n -> new Track(new UUID(0x7000, n), 200, null)).toList();

    private static List<UUID> round(Rotation rotation, UUID from, int songs) {
        List<UUID> round = new ArrayList<>();
        UUID at = from;
        for (int i = 0; i < songs; i++) {
            at = rotation.after(at).id();
            round.add(at);
        }
        return round;
    }

    @Test
    void everySongComesRoundOnceAndThenAllInTheSameOrder() {
        Rotation rotation = new Rotation("one", SONGS);
        List<UUID> first = round(rotation, new UUID(0, 0), 100);

        assertThat(new HashSet<>(first)).hasSize(100);
        assertThat(round(rotation, first.getLast(), 100)).isEqualTo(first);
        assertThat(rotation.roundSeconds()).isEqualTo(20_000);
    }

    @Test
    void everyStreamHasAnOrderOfItsOwn() {
        List<UUID> one = round(new Rotation("one", SONGS), new UUID(0, 0), 100);
        List<UUID> other = round(new Rotation("other", SONGS), new UUID(0, 0), 100);

        assertThat(one).isNotEqualTo(other).isNotEqualTo(SONGS.stream().map(Track::id).toList());
        int start = other.indexOf(one.getFirst());
        long inStep = IntStream.range(0, 100).filter(i -> one.get(i).equals(other.get((start + i) % 100))).count();
        assertThat(inStep).as("not the same order from another song on").isLessThan(10);
    }

    @Test
    void aSongThatComesOrGoesMovesNoOther() {
        List<UUID> all = round(new Rotation("one", SONGS), new UUID(0, 0), 100);
        UUID gone = all.get(50);
        Rotation without = new Rotation("one", SONGS.stream().filter(song -> !song.id().equals(gone)).toList());

        assertThat(round(without, new UUID(0, 0), 99))
                .isEqualTo(all.stream().filter(id -> !id.equals(gone)).toList());
        assertThat(without.after(gone).id()).as("goes on behind a song that is gone").isEqualTo(all.get(51));
    }
}
