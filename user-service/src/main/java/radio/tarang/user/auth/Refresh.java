package radio.tarang.user.auth;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.user.Away;
import radio.tarang.user.Preferences;
import radio.tarang.user.Refusal;
import radio.tarang.user.auth.Rotations.Step;
import radio.tarang.user.keycloak.Grant;
import radio.tarang.user.keycloak.Grants;
import radio.tarang.user.keycloak.SessionCloser;

/**
 * Going on with a refresh token. Two tabs that present the same one get the same answer, and so does whoever lost the reply; whoever presents it later has
 * a copy, and the sign-in ends for both. A crash between Keycloak's answer and our record of it costs nothing: Keycloak takes a token a second time.
 */
@Service
class Refresh {
    private static final Logger LOG = LoggerFactory.getLogger(Refresh.class);
    private static final long WAIT_NANOS = Duration.ofMillis(2500).toNanos();
    private static final Duration LOOK_AGAIN = Duration.ofMillis(25);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Rotations rotations;
    private final Grants grants;
    private final SessionCloser closer;
    private final SignIns signIns;

    Refresh(Rotations rotations, Grants grants, SessionCloser closer, SignIns signIns) {
        this.rotations = rotations;
        this.grants = grants;
        this.closer = closer;
        this.signIns = signIns;
    }

    /** @throws Refusal {@code invalid-refresh-token} */
    TokenAnswer refresh(String refreshToken, Visitor visitor) {
        PresentedToken token = PresentedToken.of(refreshToken).orElseThrow(Refresh::refused);
        long began = System.nanoTime();
        while (System.nanoTime() - began < WAIT_NANOS) {
            switch (rotations.present(token)) {
                case Step.Replay(byte[] sealed) -> {
                    return JSON.readValue(SealedAnswer.open(token.text(), sealed).orElseThrow(Refresh::refused),
                            TokenAnswer.class);
                }
                case Step.Ask(UUID turn) -> {
                    TokenAnswer answer = exchange(token, turn, visitor);
                    if (answer != null) {
                        return answer;
                    }
                }
                case Step.Reused _ -> throw reused(token);
                case Step.Ended _ -> throw refused();
                case Step.Unknown _ -> {
                    return adopt(token, visitor);
                }
                case Step.Wait _ -> sleep();
            }
        }
        throw new Away("Somebody else is refreshing the same sign-in");
    }

    /** Null if somebody else took over meanwhile: then there is an answer of theirs. */
    private @Nullable TokenAnswer exchange(PresentedToken token, UUID turn, Visitor visitor) {
        Grant grant;
        try {
            grant = grants.refresh(token.client(), token.text());
        } catch (RuntimeException e) {
            rotations.giveBack(token, turn);
            throw e;
        }
        return switch (grant) {
            case Grant.Issued issued -> {
                TokenAnswer answer = TokenAnswer.of(issued);
                byte[] sealed = SealedAnswer.seal(token.text(), JSON.writeValueAsBytes(answer));
                yield rotations.exchanged(token, turn, issued, sealed, visitor) ? answer : null;
            }
            case Grant.Refused(boolean spent) -> {
                if (spent) {
                    throw reused(token);
                }
                if (rotations.ours(token)) { // the sign-in ended at Keycloak: expired, disabled, signed out by an administrator
                    rotations.end(token.sid());
                    throw refused();
                }
                rotations.giveBack(token, turn);
                throw refused();
            }
        };
    }

    /** A sign-in of which our record was lost: Keycloak decides, and then we have one. */
    private TokenAnswer adopt(PresentedToken token, Visitor visitor) {
        return switch (grants.refresh(token.client(), token.text())) {
            case Grant.Issued issued -> {
                signIns.record(issued, visitor, Preferences.DEFAULT);
                yield TokenAnswer.of(issued);
            }
            case Grant.Refused _ -> throw refused();
        };
    }

    private Refusal reused(PresentedToken token) {
        if (rotations.end(token.sid())) {
            LOG.warn("A refresh token was used again: its sign-in ended");
        }
        closer.close(List.of(token.sid()));
        return refused();
    }

    private static Refusal refused() {
        return new Refusal(Refusal.Reason.INVALID_REFRESH_TOKEN, "The token does not count, or no longer.");
    }

    private static void sleep() {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Away("Nobody waits for this refresh any more", e);
        }
    }
}
