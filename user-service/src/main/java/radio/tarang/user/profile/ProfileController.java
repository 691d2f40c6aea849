package radio.tarang.user.profile;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.user.Refusal;
import radio.tarang.user.security.Caller;
import radio.tarang.user.security.SignedIn;
import radio.tarang.user.web.Caching;
import radio.tarang.user.web.EntityTags;
import radio.tarang.user.web.IfMatch;
import radio.tarang.user.web.PathIds;

@RestController
class ProfileController {
    /** @param following how many people; stations and programmes are nobody else's business */
    @JsonInclude(Include.NON_NULL)
    record ProfileView(UUID id, String username, @Nullable String displayName, @Nullable String bio,
            @Nullable String avatarUrl, Instant createdAt, long followers, long following) {
        static ProfileView of(Profiles.Profile p) {
            return new ProfileView(p.id(), p.username(), p.shown().displayName(), p.shown().bio(),
                    p.shown().avatarUrl(), p.createdAt(), p.followers(), p.following());
        }
    }

    private final ProfileEditor editor;

    ProfileController(ProfileEditor editor) {
        this.editor = editor;
    }

    @GetMapping("/api/v1/users/{id}")
    ResponseEntity<ProfileView> one(@PathVariable String id) {
        Profiles.Profile profile = editor.known(PathIds.known(id, Refusal.Reason.UNKNOWN_USER));
        return answer(Caching.fresh(List.of("user:" + profile.id())), profile);
    }

    /** The table of routes lets nobody in but the owner. */
    @PutMapping("/api/v1/users/{id}")
    ResponseEntity<ProfileView> change(@PathVariable String id, @RequestBody ProfileRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            Caller caller) {
        return answer(Caching.personal(),
                editor.change(SignedIn.member(caller), request.checked(), new IfMatch(ifMatch)));
    }

    private static ResponseEntity<ProfileView> answer(ResponseEntity.BodyBuilder answer, Profiles.Profile profile) {
        return answer.header(HttpHeaders.ETAG, EntityTags.ofVersion(profile.version()))
                .body(ProfileView.of(profile));
    }
}
