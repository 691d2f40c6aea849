package radio.tarang.user.security;

import java.util.Objects;

import radio.tarang.user.Member;

/** The person behind the caller of a route that the table of routes keeps for people who are signed in. */
public final class SignedIn {
    private SignedIn() {
    }

    public static Member member(Caller caller) {
        return new Member(Objects.requireNonNull(caller.userId(), "the route is open to nobody else"),
                Objects.requireNonNull(caller.username(), "the realm names everybody"));
    }
}
