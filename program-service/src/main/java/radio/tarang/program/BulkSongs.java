package radio.tarang.program;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.BulkPrograms.Kind;
import radio.tarang.program.BulkPrograms.Outcome;

/**
 * Songs by the hundred, as lists bring them: each is matched by title and artist with what the catalogue has, and added, completed or left alone. Saying the same
 * again changes nothing. Keep a transaction at {@link BulkPrograms#BATCH_ROWS}, and ask {@link BulkPace} before it.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class BulkSongs {
    private final Songs songs;
    private final Ids ids;

    BulkSongs(Songs songs, Ids ids) {
        this.songs = songs;
        this.ids = ids;
    }

    /** One outcome per wish, in their order. What a wish leaves out stays as it is, and so does the spelling that is there. */
    public List<Outcome> write(List<SongDetails> wishes, Instant now) {
        songs.lockRecognition();
        Map<UUID, Song> known = new HashMap<>();
        songs.recognised(wishes.stream().map(SongDetails::recognisedAs).toList())
                .forEach(song -> known.putIfAbsent(song.details().recognisedAs(), song));
        List<SongEvent> added = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>(wishes.size());
        for (SongDetails wish : wishes) {
            Song song = known.get(wish.recognisedAs());
            if (song == null) {
                SongEvent event = Song.add(ids.next(null, now), wish, now);
                added.add(event);
                known.put(wish.recognisedAs(), event.song());
                outcomes.add(new Outcome(Kind.CREATED, false, ""));
            } else {
                outcomes.add(new Outcome(completed(song, wish, added, now), false, ""));
            }
        }
        songs.add(added);
        return outcomes;
    }

    /** A song that the same batch adds is not there yet: what is said of it the second time does not count. */
    private Kind completed(Song song, SongDetails wish, List<SongEvent> added, Instant now) {
        SongEvent revised = song.revise(filled(wish, song.details()), now);
        if (revised == null || added.stream().anyMatch(event -> event.song().id().equals(song.id()))) {
            return Kind.UNCHANGED;
        }
        songs.save(revised);
        return Kind.UPDATED;
    }

    private static SongDetails filled(SongDetails said, SongDetails known) {
        boolean timed = !said.durationEstimated();
        return new SongDetails(known.title(), known.artist(), either(said.albumArt(), known.albumArt()),
                either(said.videoUrl(), known.videoUrl()), either(said.audioUrl(), known.audioUrl()),
                timed ? said.durationSeconds() : known.durationSeconds(), !timed && known.durationEstimated(),
                said.genres().isEmpty() ? known.genres() : said.genres(), either(said.language(), known.language()),
                said.releaseYear() == null ? known.releaseYear() : said.releaseYear(), known.active());
    }

    private static @Nullable String either(@Nullable String said, @Nullable String known) {
        return said == null ? known : said;
    }
}
