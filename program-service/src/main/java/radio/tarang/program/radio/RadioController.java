package radio.tarang.program.radio;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.audit.Actor;
import radio.tarang.program.radio.Plan.Airing;
import radio.tarang.program.radio.Rotations.Kept;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.SongView;

/** The radio stream of a station, or of the platform where none is named. */
@RestController
@RequestMapping("/api/v1/radio")
class RadioController {
    /** One song of a stream, from when to when. @param duration in seconds, as it is played */
    @JsonInclude(Include.NON_NULL)
    record Item(UUID id, @Nullable String title, @Nullable String artist, @Nullable String albumArt,
            @Nullable String videoUrl, @Nullable String audioUrl, int duration, @Nullable List<String> genre,
            @Nullable String language, @Nullable Integer releaseYear, @Nullable Long likes, @Nullable Long plays,
            Instant startedAt, Instant endsAt) {
        static Item of(Airing airing, SongView song) {
            return new Item(airing.song(), song.title(), song.artist(), song.albumArt(), song.videoUrl(),
                    song.audioUrl(), airing.turn().seconds(), song.genre(), song.language(), song.releaseYear(),
                    song.likes(), song.plays(), airing.startedAt(), airing.endsAt());
        }
    }

    /** @param nowPlaying null where the catalogue is empty */
    record StreamView(@Nullable Item nowPlaying, List<Item> queue) {
        static StreamView of(Kept kept, Instant now) {
            List<Item> items = kept.plan().from(now).stream().limit(Plan.QUEUE + 1L)
                    .map(airing -> Item.of(airing, Objects.requireNonNull(kept.songs().get(airing.song())))).toList();
            return new StreamView(items.isEmpty() ? null : items.getFirst(),
                    items.isEmpty() ? items : items.subList(1, items.size()));
        }
    }

    /** @param songId the song that is meant to be skipped */
    record NextRequest(@Nullable String songId) {
    }

    record QueueRequest(@Nullable String songId) {
    }

    /** A skip has no event that could purge the edge, so the edge asks again this soon. */
    private static final long MAX_SECONDS = 5;

    private final Streams streams;
    private final Radio radio;
    private final Clock clock;

    RadioController(Streams streams, Radio radio, Clock clock) {
        this.streams = streams;
        this.radio = radio;
        this.clock = clock;
    }

    @GetMapping("/stream")
    ResponseEntity<StreamView> stream(@RequestParam @Nullable String station) {
        Stream stream = streams.find(station);
        Instant now = clock.instant();
        Kept kept = streams.settled(stream, now).orElseGet(() -> radio.settle(stream, now));
        StreamView view = StreamView.of(kept, now);
        Instant end = view.nowPlaying() == null ? null : view.nowPlaying().endsAt();
        return Caching.brief(now, end, MAX_SECONDS, List.of("radio:" + stream.key(), "songs")).body(view);
    }

    /** Two calls skip two songs; one that names the song it means skips that one or none. */
    @PostMapping("/next")
    ResponseEntity<StreamView> next(Actor actor, @RequestParam @Nullable String station,
            @RequestBody(required = false) @Nullable NextRequest request) {
        return answer(radio.next(actor, streams.find(station), request == null ? null : request.songId()));
    }

    @PostMapping("/queue")
    ResponseEntity<StreamView> queue(Actor actor, @RequestParam @Nullable String station,
            @RequestBody QueueRequest request) {
        return answer(radio.queue(actor, streams.find(station), request.songId()));
    }

    private ResponseEntity<StreamView> answer(Kept kept) {
        return ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(StreamView.of(kept, clock.instant()));
    }
}
