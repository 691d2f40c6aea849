package radio.tarang.program.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.PathIds;
import radio.tarang.program.web.SongView;

/** Songs as listeners see them. */
@RestController
@RequestMapping("/api/v1/songs")
class SongController {
    @JsonInclude(Include.NON_NULL)
    record SongList(List<SongView> songs, long total, @Nullable Integer page, int limit, boolean hasMore,
            @Nullable String nextCursor) {
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

    /** @param sort popular (by plays), likes or recent; only recent has a cursor */
    @GetMapping
    ResponseEntity<SongList> list(Caller caller, @RequestParam(defaultValue = "recent") String sort,
            @RequestParam @Nullable String genre, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @RequestParam @Nullable String cursor,
            @RequestParam @Nullable String fields,
            @RequestHeader(name = "Save-Data", required = false) @Nullable String saveData,
            @Parameter(hidden = true) HttpServletRequest request) {
        SongOrder order = SongOrder.ofWord(sort);
        Set<String> members = SongView.members(fields, saveData);
        Findings findings = new Findings();
        String wantedGenre = Text.line("genre", genre, 50, findings);
        if (cursor != null && order != SongOrder.RECENT) {
            findings.add("cursor", "goes with sort=recent alone");
        }
        if (cursor != null && request.getParameter("page") != null) {
            findings.add("page", "cannot be combined with cursor");
        }
        findings.refuseAny();
        Paging paging = Paging.of(page, limit);
        SongList found = cursor == null
                ? paged(order, wantedGenre, paging, members, caller)
                : following(SongCursor.parse(cursor), wantedGenre, limit, members, caller);
        return answer(caller, LISTING_LIFE)
                .header(HttpHeaders.LINK, Links.of(request, found.page(), found.hasMore(), found.nextCursor()))
                .body(found);
    }

    /** The fifty that are played most. */
    @GetMapping("/popular")
    ResponseEntity<SongList> popular(Caller caller) {
        SongReads.Page found = songs.page(SongOrder.POPULAR, null, Paging.of(1, POPULAR), liked(caller));
        return answer(caller, POPULAR_LIFE)
                .body(new SongList(found.songs(), found.songs().size(), 1, POPULAR, false, null));
    }

    /** The newest of the catalogue. */
    @GetMapping("/recent")
    ResponseEntity<SongList> recent(Caller caller, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @Parameter(hidden = true) HttpServletRequest request) {
        SongList found = paged(SongOrder.RECENT, null, Paging.of(page, limit), SongView.members(null, null), caller);
        return answer(caller, LISTING_LIFE)
                .header(HttpHeaders.LINK, Links.of(request, page, found.hasMore(), null))
                .body(new SongList(found.songs(), found.total(), page, limit, found.hasMore(), null));
    }

    @GetMapping("/{id}")
    ResponseEntity<SongView> one(Caller caller, @PathVariable String id) {
        UUID known = PathIds.known(id, Refusal.Reason.UNKNOWN_SONG);
        SongView song = songs.active(known, liked(caller))
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_SONG, id));
        return Caching.liked(caller.isSomebody(), SONG_LIFE, List.of("song:" + known))
                .header(HttpHeaders.ETAG, EntityTags.ofVersion(song.knownVersion())).body(song);
    }

    private SongList paged(SongOrder order, @Nullable String genre, Paging paging, Set<String> members,
            Caller caller) {
        SongReads.Page found = songs.page(order, genre, paging, liked(caller));
        boolean hasMore = paging.offset() + found.songs().size() < found.total();
        String next = hasMore && order == SongOrder.RECENT && !found.songs().isEmpty()
                ? SongCursor.after(found.songs().getLast()).text()
                : null;
        return new SongList(only(found.songs(), members), found.total(), paging.page(), paging.limit(), hasMore, next);
    }

    private SongList following(SongCursor after, @Nullable String genre, int limit, Set<String> members,
            Caller caller) {
        SongReads.Page found = songs.newest(after, genre, limit, liked(caller));
        boolean hasMore = found.songs().size() > limit;
        List<SongView> shown = hasMore ? found.songs().subList(0, limit) : found.songs();
        return new SongList(only(shown, members), found.total(), null, limit, hasMore,
                hasMore ? SongCursor.after(shown.getLast()).text() : null);
    }

    private static List<SongView> only(List<SongView> songs, Set<String> members) {
        return songs.stream().map(song -> song.only(members)).toList();
    }

    /** Nobody likes nothing; of everybody else only counter-service knows. */
    static Optional<Boolean> liked(Caller caller) {
        return caller.isSomebody() ? Optional.empty() : Optional.of(false);
    }

    private static ResponseEntity.BodyBuilder answer(Caller caller, Duration life) {
        return Caching.liked(caller.isSomebody(), life, TAGS);
    }
}
