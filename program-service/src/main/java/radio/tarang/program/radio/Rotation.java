package radio.tarang.program.radio;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * The songs of one stream in the order they come round. The order is a hash of stream and song: every stream has another one, it needs no memory, and a song that
 * comes or goes moves no other.
 */
final class Rotation {
    private record Place(long key, Track track) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator
                .comparingLong((Place place) -> place.key ^ Long.MIN_VALUE) // as unsigned
                .thenComparing(place -> place.track.id());

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final long seed;
    private final List<Place> order;
    private final long roundSeconds;

    Rotation(String stream, Collection<Track> songs) {
        seed = mixed(stream.hashCode());
        order = songs.stream().map(this::place).sorted().toList();
        roundSeconds = songs.stream().mapToLong(Track::seconds).sum();
    }

    boolean isEmpty() {
        return order.isEmpty();
    }

    /** How long it takes until every song was played once. */
    long roundSeconds() {
        return roundSeconds;
    }

    /** The song that follows; the first one again after the last. The song before may be gone by now: its place is known all the same. */
    Track after(UUID before) {
        int low = 0;
        int high = order.size();
        Place place = place(new Track(before, 0, null));
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (order.get(middle).compareTo(place) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return order.get(low == order.size() ? 0 : low).track();
    }

    private Place place(Track track) {
        return new Place(mixed(seed ^ mixed(track.id().getMostSignificantBits())
                ^ Long.rotateLeft(mixed(track.id().getLeastSignificantBits()), 17)), track);
    }

    /** The finaliser of SplitMix64: each bit of the input moves half the bits of the output. */
    private static long mixed(long bits) {
        long z = bits + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
