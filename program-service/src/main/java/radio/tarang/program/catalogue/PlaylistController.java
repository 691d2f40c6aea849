package radio.tarang.program.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.Refusal;
import radio.tarang.program.catalogue.PlaylistReads.Which;
import radio.tarang.program.security.Caller;
import radio.tarang.program.web.Caching;
import radio.tarang.program.web.EntityTags;
import radio.tarang.program.web.Links;
import radio.tarang.program.web.Paging;
import radio.tarang.program.web.PathIds;

/** Playlists as listeners see them. In every answer only songs that are active count. */
@RestController
@RequestMapping("/api/v1/playlists")
class PlaylistController {
    record PlaylistList(List<PlaylistView> playlists, long total, int page, int limit, boolean hasMore) {
        static PlaylistList of(PlaylistReads.Page found, Paging paging) {
            return new PlaylistList(found.playlists(), found.total(), paging.page(), paging.limit(),
                    paging.offset() + found.playlists().size() < found.total());
        }
    }

    private static final Duration LISTING_LIFE = Duration.ofSeconds(60);
    private static final Duration FEATURED_LIFE = Duration.ofSeconds(600);
    /** A song that changes or goes shows in every playlist it is in. */
    private static final String SONGS = "songs";
    private static final List<String> TAGS = List.of("playlists", SONGS);

    private final PlaylistReads playlists;

    PlaylistController(PlaylistReads playlists) {
        this.playlists = playlists;
    }

    @GetMapping
    ResponseEntity<PlaylistList> list(Caller caller, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @Parameter(hidden = true) HttpServletRequest request) {
        return answer(caller, Which.ACTIVE, LISTING_LIFE, Paging.of(page, limit), request);
    }

    @GetMapping("/featured")
    ResponseEntity<PlaylistList> featured(Caller caller, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @Parameter(hidden = true) HttpServletRequest request) {
        return answer(caller, Which.FEATURED, FEATURED_LIFE, Paging.of(page, limit), request);
    }

    @GetMapping("/{id}")
    ResponseEntity<PlaylistView> one(Caller caller, @PathVariable String id) {
        UUID known = PathIds.known(id, Refusal.Reason.UNKNOWN_PLAYLIST);
        PlaylistView playlist = playlists.one(Which.ACTIVE, known, SongController.liked(caller))
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_PLAYLIST, id));
        return Caching.liked(caller.isSomebody(), LISTING_LIFE, List.of("playlist:" + known, SONGS))
                .header(HttpHeaders.ETAG, EntityTags.ofVersion(playlist.version())).body(playlist);
    }

    private ResponseEntity<PlaylistList> answer(Caller caller, Which which, Duration life, Paging paging,
            HttpServletRequest request) {
        PlaylistList found = PlaylistList.of(playlists.page(which, paging), paging);
        return Caching.liked(caller.isSomebody(), life, TAGS)
                .header(HttpHeaders.LINK, Links.of(request, paging.page(), found.hasMore(), null)).body(found);
    }
}
