package radio.tarang.user.block;

import java.util.List;
import java.util.UUID;

import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletRequest;
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

import radio.tarang.user.Refusal;
import radio.tarang.user.security.Caller;
import radio.tarang.user.security.SignedIn;
import radio.tarang.user.web.Caching;
import radio.tarang.user.web.Links;
import radio.tarang.user.web.Paging;
import radio.tarang.user.web.PathIds;

@RestController
class BlockController {
    record Blocked(UUID userId, boolean blocked) {
    }

    record BlockList(List<BlockReads.Shown> users, long total, int page, int limit, boolean hasMore) {
    }

    private final BlockEditor editor;
    private final BlockReads reads;

    BlockController(BlockEditor editor, BlockReads reads) {
        this.editor = editor;
        this.reads = reads;
    }

    @PostMapping("/api/v1/users/{id}/block")
    ResponseEntity<Blocked> block(@PathVariable String id, Caller caller) {
        UUID other = PathIds.known(id, Refusal.Reason.UNKNOWN_USER);
        editor.block(SignedIn.member(caller), other);
        return Caching.personal().body(new Blocked(other, true));
    }

    @DeleteMapping("/api/v1/users/{id}/block")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unblock(@PathVariable String id, Caller caller) {
        editor.unblock(SignedIn.member(caller), PathIds.known(id, Refusal.Reason.UNKNOWN_BLOCK));
    }

    @GetMapping("/api/v1/user/blocks")
    ResponseEntity<BlockList> mine(@RequestParam(defaultValue = "1") int page,
            @RequestParam(defaultValue = "20") int limit, Caller caller,
            @Parameter(hidden = true) HttpServletRequest request) {
        Paging paging = Paging.of(page, limit);
        BlockReads.Page found = reads.of(SignedIn.member(caller).id(), paging);
        boolean hasMore = paging.offset() + found.users().size() < found.total();
        return Caching.personal().header(HttpHeaders.LINK, Links.of(request, page, hasMore, null))
                .body(new BlockList(found.users(), found.total(), page, limit, hasMore));
    }
}
