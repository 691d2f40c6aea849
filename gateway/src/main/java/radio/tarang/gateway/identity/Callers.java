package radio.tarang.gateway.identity;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** Finds out who asks from what a request presents: a token before a session, a header before a cookie. */
public final class Callers {

    /**
     * What of a request says who asks.
     *
     * @param sessionHeader {@code X-Session-Id}; null also where there were several
     * @param cookies the {@code Cookie} field; null where cookies do not count
     */
    record Presented(@Nullable String sessionHeader, @Nullable String cookies, boolean secure) {
    }

    /**
     * @param session the random part
     * @param signed the whole value, for the services
     * @param byCookie no header said it
     */
    record Listener(String session, String signed, boolean byCookie) {
    }

    private final Sessions sessions;
    private final Tokens tokens;
    private final ClientAddress addresses;

    Callers(Sessions sessions, Tokens tokens, ClientAddress addresses) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.addresses = addresses;
    }

    /** What the handler of one connection asks; it remembers who was on it last. */
    public Connection connection(@Nullable InetSocketAddress peer, boolean tls) {
        return new Connection(this, peer, tls);
    }

    Tokens tokens() {
        return tokens;
    }

    ClientAddress addresses() {
        return addresses;
    }

    String issue() {
        return sessions.issue();
    }

    long today() {
        return sessions.today();
    }

    @Nullable
    Listener listener(Presented presented) {
        String header = presented.sessionHeader();
        String session = sessions.verify(header);
        if (session != null && header != null) {
            return new Listener(session, header, false);
        }
        String cookie = SessionCookie.in(presented.cookies(), presented.secure());
        session = sessions.verify(cookie);
        return session == null || cookie == null ? null : new Listener(session, cookie, true);
    }

    static Caller anonymous(@Nullable Listener listener, String address) {
        return new Caller(null, listener == null ? null : listener.session(), address, Set.of());
    }

    static Caller signedIn(Token token, @Nullable Listener listener, String address) {
        return new Caller(token.subject(), listener == null ? null : listener.session(), address, token.roles());
    }

    static @Nullable String only(List<String> values) {
        return values.size() == 1 ? values.getFirst() : null;
    }
}
