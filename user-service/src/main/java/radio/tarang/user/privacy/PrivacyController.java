package radio.tarang.user.privacy;

import java.util.Optional;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.user.Member;
import radio.tarang.user.security.Caller;
import radio.tarang.user.security.SignedIn;

@RestController
class PrivacyController {
    private static final String RETRY_AFTER_SECONDS = "2";

    private final Exports exports;
    private final Erasures erasures;

    PrivacyController(Exports exports, Erasures erasures) {
        this.exports = exports;
        this.erasures = erasures;
    }

    @ApiResponse(responseCode = "200", description = "Everything held about the caller, by every service", content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    @ApiResponse(responseCode = "202", description = "Being put together: ask again after Retry-After seconds", content = @Content)
    @GetMapping("/api/v1/user/export")
    ResponseEntity<byte[]> export(Caller caller) {
        Member member = SignedIn.member(caller);
        Optional<byte[]> document = exports.request(member);
        return document.isPresent()
                ? ResponseEntity.ok().cacheControl(CacheControl.noStore()).contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.CONTENT_DISPOSITION,
                                ContentDisposition.attachment().filename("tarang-" + member.id() + ".json").build()
                                        .toString())
                        .body(document.get())
                : ResponseEntity.accepted().cacheControl(CacheControl.noStore())
                        .header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS).build();
    }

    @ApiResponse(responseCode = "202", description = "Signing in stops at once; every service forgets within seconds", content = @Content)
    @DeleteMapping("/api/v1/user")
    ResponseEntity<Void> leave(Caller caller) {
        erasures.begin(SignedIn.member(caller));
        return ResponseEntity.accepted().cacheControl(CacheControl.noStore()).build();
    }
}
