package radio.tarang.program.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Findings;
import radio.tarang.program.Refusal;
import radio.tarang.program.Text;
import radio.tarang.program.security.Caller;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Members;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.SongView;

/** Songs as listeners see them. */
@RestController
@RequestMapping("/api/v1/songs")
class SongController {
    @JsonInclude(Include.NON_NULL)
    record SongList(List<SongView> songs, long total, @Nullable Integer page, int limit, boolean hasMore,
            @Nullable String nextCursor) {
        static SongList of(SongReads.Page found, Part part, Members members) {
            Cursor next = found.next();
            return new SongList(found.songs().stream().map(song -> song.only(members)).toList(), found.total(),
                    part.page(), part.limit(), next != null, next == null ? null : next.text());
        }

        String links(HttpServletRequest request) {
            return Links.of(request, page, hasMore, nextCursor);
        }
    }

    private static final int POPULAR = 50;
    private static final Duration LISTING_LIFE = Duration.ofSeconds(60);
    private static final Duration POPULAR_LIFE = Duration.ofSeconds(300);
    private static final Duration SONG_LIFE = Duration.ofSeconds(3_600);
    private static final List<String> TAGS = List.of("songs");

    private final SongReads songs;

    SongController(SongReads songs) {
        this.songs = songs;
    }

    /** @param sort popular (by plays), likes or recent. Counts grow while a list is read by cursor: a song may then come twice. */
    @GetMapping
    ResponseEntity<SongList> list(Caller caller, @RequestParam(defaultValue = "recent") String sort,
            @RequestParam @Nullable String genre, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData,
            @Parameter(hidden = true) HttpServletRequest request) {
        SongOrder order = SongOrder.ofWord(sort);
        Members members = SongView.members(fields, saveData);
        Findings findings = new Findings();
        String wantedGenre = Text.line("genre", genre, 50, findings);
        findings.refuseAny();
        Part part = Part.of(order, page, limit, cursor, request);
        SongList found = SongList.of(songs.list(order, wantedGenre, part, liked(caller)), part, members);
        return answer(caller, LISTING_LIFE).header(HttpHeaders.LINK, found.links(request)).body(found);
    }

    /** The fifty that are played most. */
    @GetMapping("/popular")
    ResponseEntity<SongList> popular(Caller caller, @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData) {
        Members members = SongView.members(fields, saveData);
        List<SongView> found = songs.popular(POPULAR, liked(caller)).stream().map(song -> song.only(members)).toList();
        return answer(caller, POPULAR_LIFE).body(new SongList(found, found.size(), 1, POPULAR, false, null));
    }

    /** The newest of the catalogue. */
    @GetMapping("/recent")
    ResponseEntity<SongList> recent(Caller caller, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData,
            @Parameter(hidden = true) HttpServletRequest request) {
        Members members = SongView.members(fields, saveData);
        Part part = Part.of(SongOrder.RECENT, page, limit, cursor, request);
        SongList found = SongList.of(songs.list(SongOrder.RECENT, null, part, liked(caller)), part, members);
        return answer(caller, LISTING_LIFE).header(HttpHeaders.LINK, found.links(request)).body(found);
    }

    @GetMapping("/{id}")
    ResponseEntity<SongView> one(Caller caller, @PathVariable String id) {
        UUID known = PathIds.known(id, Refusal.Reason.UNKNOWN_SONG);
        SongView song = songs.active(known, liked(caller))
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_SONG, id));
        return Caching.liked(caller.isSomebody(), SONG_LIFE, List.of("song:" + known))
                .header(HttpHeaders.ETAG, EntityTags.ofVersion(song.knownVersion())).body(song);
    }

    /** Nobody likes nothing; of everybody else only counter-service knows. */
    static Optional<Boolean> liked(Caller caller) {
        return caller.isSomebody() ? Optional.empty() : Optional.of(false);
    }

    private static ResponseEntity.BodyBuilder answer(Caller caller, Duration life) {
        return Caching.liked(caller.isSomebody(), life, TAGS);
    }
}
