package radio.tarang.user.admin;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.user.Findings;
import radio.tarang.user.Refusal;
import radio.tarang.user.StateCodes;
import radio.tarang.user.Text;
import radio.tarang.user.security.Caller;
import radio.tarang.user.security.SignedIn;
import radio.tarang.user.web.Caching;
import radio.tarang.user.web.EntityTags;
import radio.tarang.user.web.IfMatch;
import radio.tarang.user.web.Links;
import radio.tarang.user.web.Paging;
import radio.tarang.user.web.PathIds;

@RestController
@RequestMapping("/api/v1/admin/users")
class UserAdminController {
    record UserList(List<UserSearch.Found> users, long total, int page, int limit, boolean hasMore) {
    }

    record AuditList(List<Audit.Entry> entries, long total, int page, int limit, boolean hasMore) {
    }

    private static final int LONGEST_QUERY = 100;

    private final UserSearch search;
    private final AccessEditor editor;
    private final Audit audit;
    private final StateCodes states;

    UserAdminController(UserSearch search, AccessEditor editor, Audit audit, StateCodes states) {
        this.search = search;
        this.editor = editor;
        this.audit = audit;
        this.states = states;
    }

    @GetMapping
    ResponseEntity<UserList> find(@RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "1") int page, @RequestParam(defaultValue = "20") int limit,
            @Parameter(hidden = true) HttpServletRequest request) throws InterruptedException {
        Paging paging = Paging.of(page, limit);
        Findings findings = new Findings();
        String text = Text.line("q", q, LONGEST_QUERY, findings);
        findings.refuseAny();
        UserSearch.Page found = search.find(text == null ? "" : plain(text), paging);
        boolean hasMore = paging.offset() + found.users().size() < found.total();
        return Caching.personal().header(HttpHeaders.LINK, Links.of(request, page, hasMore, null))
                .body(new UserList(found.users(), found.total(), page, limit, hasMore));
    }

    @PatchMapping("/{id}")
    ResponseEntity<UserSearch.Found> change(@PathVariable String id, @RequestBody AccessRequest body,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            Caller caller, @Parameter(hidden = true) HttpServletRequest request) {
        UUID target = PathIds.known(id, Refusal.Reason.UNKNOWN_USER);
        UserSearch.Found changed = search.one(editor.change(Actor.of(SignedIn.member(caller), request), target,
                body.checked(states), new IfMatch(ifMatch)));
        return Caching.personal().header(HttpHeaders.ETAG, EntityTags.ofVersion(changed.version())).body(changed);
    }

    @GetMapping("/audit")
    ResponseEntity<AuditList> audit(@RequestParam @Nullable String user, @RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, @Parameter(hidden = true) HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        UUID target = user == null ? null : PathIds.known(user, Refusal.Reason.UNKNOWN_USER);
        Audit.Page found = audit.list(target, paging);
        boolean hasMore = paging.offset() + found.entries().size() < found.total();
        return Caching.personal().header(HttpHeaders.LINK, Links.of(request, page, hasMore, null))
                .body(new AuditList(found.entries(), found.total(), page, limit, hasMore));
    }

    /** To Keycloak some characters are commands: {@code *} searches inside words, quotes ask for the exact one. */
    private static String plain(String text) {
        return text.replace("*", "").replace("\"", "");
    }
}
