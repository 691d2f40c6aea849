package radio.tarang.user.follow;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.user.FollowTarget;
import radio.tarang.user.FollowTarget.Kind;
import radio.tarang.user.Refusal;
import radio.tarang.user.security.Caller;
import radio.tarang.user.security.SignedIn;
import radio.tarang.user.web.Caching;
import radio.tarang.user.web.Links;
import radio.tarang.user.web.Paging;
import radio.tarang.user.web.PathIds;

@RestController
class FollowController {
    record Followed(String targetType, UUID targetId, boolean following) {
        static Followed of(FollowTarget target) {
            return new Followed(target.kind().word(), target.id(), true);
        }
    }

    record People(List<FollowReads.Shown> users, long total, int page, int limit, boolean hasMore) {
    }

    record FollowList(List<FollowReads.Follow> follows, long total, int page, int limit, boolean hasMore) {
    }

    private final FollowEditor editor;
    private final FollowReads reads;
    private final Hosts hosts;

    FollowController(FollowEditor editor, FollowReads reads, Hosts hosts) {
        this.editor = editor;
        this.reads = reads;
        this.hosts = hosts;
    }

    @PostMapping("/api/v1/users/{id}/follow")
    ResponseEntity<Followed> followUser(@PathVariable String id, Caller caller) {
        UUID target = known(id, Kind.USER);
        return follow(caller, new FollowTarget(hosts.has(target) ? Kind.HOST : Kind.USER, target));
    }

    @PostMapping("/api/v1/stations/{id}/follow")
    ResponseEntity<Followed> followStation(@PathVariable String id, Caller caller) {
        return follow(caller, new FollowTarget(Kind.STATION, known(id, Kind.STATION)));
    }

    @PostMapping("/api/v1/programs/{id}/follow")
    ResponseEntity<Followed> followProgram(@PathVariable String id, Caller caller) {
        return follow(caller, new FollowTarget(Kind.PROGRAM, known(id, Kind.PROGRAM)));
    }

    @DeleteMapping("/api/v1/users/{id}/follow")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unfollowUser(@PathVariable String id, Caller caller) {
        unfollow(caller, id, Kind.USER);
    }

    @DeleteMapping("/api/v1/stations/{id}/follow")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unfollowStation(@PathVariable String id, Caller caller) {
        unfollow(caller, id, Kind.STATION);
    }

    @DeleteMapping("/api/v1/programs/{id}/follow")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unfollowProgram(@PathVariable String id, Caller caller) {
        unfollow(caller, id, Kind.PROGRAM);
    }

    @GetMapping("/api/v1/users/{id}/followers")
    ResponseEntity<People> followers(@PathVariable String id, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @Parameter(hidden = true) HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        UUID user = known(id, Kind.USER);
        return people(user, reads.followers(user, paging), paging, request);
    }

    @GetMapping("/api/v1/users/{id}/following")
    ResponseEntity<People> following(@PathVariable String id, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @Parameter(hidden = true) HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        UUID user = known(id, Kind.USER);
        return people(user, reads.following(user, paging), paging, request);
    }

    @GetMapping("/api/v1/user/following")
    ResponseEntity<FollowList> mine(@RequestParam @Nullable String type, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, Caller caller,
            @Parameter(hidden = true) HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        Kind kind = type == null
                ? null
                : Kind.ofWord(type)
                        .orElseThrow(() -> Refusal.invalid("type", "must be user, host, station or program"));
        FollowReads.Page<FollowReads.Follow> found = reads.all(SignedIn.member(caller).id(), kind, paging);
        boolean hasMore = paging.offset() + found.items().size() < found.total();
        return Caching.personal().header(HttpHeaders.LINK, Links.of(request, page, hasMore, null))
                .body(new FollowList(found.items(), found.total(), page, limit, hasMore));
    }

    private ResponseEntity<Followed> follow(Caller caller, FollowTarget target) {
        return Caching.personal().body(Followed.of(editor.follow(SignedIn.member(caller), target)));
    }

    private void unfollow(Caller caller, String id, Kind kind) {
        editor.unfollow(SignedIn.member(caller),
                new FollowTarget(kind, PathIds.known(id, Refusal.Reason.UNKNOWN_FOLLOW)));
    }

    private static UUID known(String id, Kind kind) {
        return PathIds.known(id, FollowEditor.reason(kind));
    }

    private static ResponseEntity<People> people(UUID of, FollowReads.Page<FollowReads.Shown> found, Paging paging,
            HttpServletRequest request) {
        boolean hasMore = paging.offset() + found.items().size() < found.total();
        return Caching.fresh(List.of("user:" + of))
                .header(HttpHeaders.LINK, Links.of(request, paging.page(), hasMore, null))
                .body(new People(found.items(), found.total(), paging.page(), paging.limit(), hasMore));
    }
}
