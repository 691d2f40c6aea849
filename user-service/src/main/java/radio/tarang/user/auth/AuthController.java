package radio.tarang.user.auth;

import java.net.URI;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.user.Findings;
import radio.tarang.user.Preferences;
import radio.tarang.user.StateCodes;
import radio.tarang.user.keycloak.Grant;
import radio.tarang.user.security.Caller;

/** {@code /auth/**}. An {@code Idempotency-Key} means nothing here: no answer with tokens is ever kept for anybody who merely knows a key. */
@RestController
@RequestMapping("/api/v1/auth")
class AuthController {
    record Credentials(@Nullable String username, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials"; // secrets stay out of logs, here and below
        }
    }

    record Code(@Nullable String code, @Nullable String codeVerifier, @Nullable String redirectUri) {
        @Override
        public String toString() {
            return "Code";
        }
    }

    record Token(@Nullable String refreshToken) {
        @Override
        public String toString() {
            return "Token";
        }
    }

    private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_SECRET = 8 * 1024;

    private final SignUp signUp;
    private final Login login;
    private final Refresh refresh;
    private final Logout logout;
    private final StateCodes states;

    AuthController(SignUp signUp, Login login, Refresh refresh, Logout logout, StateCodes states) {
        this.signUp = signUp;
        this.login = login;
        this.refresh = refresh;
        this.logout = logout;
        this.states = states;
    }

    @PostMapping("/register")
    @ResponseStatus(HttpStatus.CREATED)
    ResponseEntity<TokenAnswer> register(@RequestBody Registration.Request body, Caller caller,
            HttpServletRequest request) {
        Grant.Issued grant = signUp.register(Registration.check(body, states), Visitor.of(request, caller));
        return ResponseEntity.created(URI.create("/api/v1/users/" + grant.userId()))
                .cacheControl(CacheControl.noStore()).body(TokenAnswer.of(grant));
    }

    @PostMapping("/login")
    ResponseEntity<TokenAnswer> login(@RequestBody Credentials body, Caller caller, HttpServletRequest request) {
        Findings findings = new Findings();
        String username = required("username", withoutControls(body.username()), LONGEST_NAME, findings);
        String password = required("password", body.password(), LONGEST_NAME, findings);
        findings.refuseAny();
        return answer(
                TokenAnswer.of(login.signIn(username, password, Visitor.of(request, caller), Preferences.DEFAULT)));
    }

    @PostMapping("/code")
    ResponseEntity<TokenAnswer> code(@RequestBody Code body, Caller caller, HttpServletRequest request) {
        Findings findings = new Findings();
        String code = required("code", body.code(), LONGEST_SECRET, findings);
        String verifier = required("codeVerifier", body.codeVerifier(), LONGEST_NAME, findings);
        String redirectUri = required("redirectUri", body.redirectUri(), LONGEST_SECRET, findings);
        findings.refuseAny();
        return answer(
                TokenAnswer.of(login.exchange(code, verifier, redirectUri, Visitor.of(request, caller))));
    }

    @PostMapping("/refresh")
    ResponseEntity<TokenAnswer> refresh(@RequestBody Token body, Caller caller, HttpServletRequest request) {
        return answer(refresh.refresh(token(body), Visitor.of(request, caller)));
    }

    @PostMapping("/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    ResponseEntity<Void> logout(@RequestBody Token body) {
        logout.signOut(token(body));
        return ResponseEntity.noContent().cacheControl(CacheControl.noStore()).build();
    }

    private static String token(Token body) {
        Findings findings = new Findings();
        String token = required("refreshToken", body.refreshToken(), LONGEST_SECRET, findings);
        findings.refuseAny();
        return token;
    }

    /** As at registration. Keycloak would take them for an attack and the database would fail on some: a sender could have it look as if both were away. */
    private static @Nullable String withoutControls(@Nullable String name) {
        return name == null ? null : CONTROLS.matcher(name).replaceAll("");
    }

    /** Never altered: these are secrets, or compared by somebody else. */
    private static String required(String field, @Nullable String value, int longest, Findings findings) {
        if (value == null || value.isBlank()) {
            findings.add(field, "must not be empty");
            return "";
        }
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            findings.add(field, "contains half a character (a lone surrogate)");
        }
        if (value.length() > longest) {
            findings.add(field, "must be at most " + longest + " characters long");
        }
        return value;
    }

    private static ResponseEntity<TokenAnswer> answer(TokenAnswer tokens) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(tokens);
    }
}
