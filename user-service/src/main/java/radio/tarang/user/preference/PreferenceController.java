package radio.tarang.user.preference;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.user.Account;
import radio.tarang.user.security.Caller;
import radio.tarang.user.security.SignedIn;
import radio.tarang.user.web.Caching;
import radio.tarang.user.web.EntityTags;
import radio.tarang.user.web.IfMatch;

@RestController
class PreferenceController {
    private final PreferenceEditor editor;

    PreferenceController(PreferenceEditor editor) {
        this.editor = editor;
    }

    @GetMapping("/api/v1/user/preferences")
    ResponseEntity<PreferenceView> mine(Caller caller) {
        return answer(editor.read(SignedIn.member(caller)));
    }

    @PutMapping("/api/v1/user/preferences")
    ResponseEntity<PreferenceView> change(@RequestBody PreferenceRequest request,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            Caller caller) {
        return answer(editor.change(SignedIn.member(caller), request, new IfMatch(ifMatch)));
    }

    private static ResponseEntity<PreferenceView> answer(Account account) {
        return Caching.personal().header(HttpHeaders.ETAG, EntityTags.ofVersion(account.version()))
                .body(PreferenceView.of(account.preferences()));
    }
}
