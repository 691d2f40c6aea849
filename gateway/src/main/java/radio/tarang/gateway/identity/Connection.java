package radio.tarang.gateway.identity;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/**
 * The callers of one connection, for the handler on its event loop. Whoever sends the same credentials as before on the
 * same connection is not verified again; that is what makes a session cost next to nothing on the hit path.
 */
public final class Connection {

    private static final AsciiString SESSION = AsciiString.cached("X-Session-Id");
    private static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
    private static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");

    private final Callers callers;
    private final @Nullable InetSocketAddress peer;
    private final boolean tls;
    private final boolean behindProxies;
    private final Caller nobody;
    private @Nullable String lastSession;
    private @Nullable String lastCookies;
    private Caller last;
    private Caller current;
    private long lastDay;

    Connection(Callers callers, @Nullable InetSocketAddress peer, boolean tls) {
        this.callers = callers;
        this.peer = peer;
        this.tls = tls;
        behindProxies = callers.addresses().behindProxies();
        nobody = Callers.anonymous(null, callers.addresses().of(peer, List.of()));
        last = nobody;
        current = nobody;
    }

    /** @return who asks, or null where that cannot be said without waiting or must be refused: the chain does */
    public @Nullable Caller identify(HttpHeaders asked) {
        String authorization = asked.get(HttpHeaderNames.AUTHORIZATION);
        Caller caller = authorization == null ? anonymous(asked) : signedIn(asked, authorization);
        current = caller == null ? nobody : caller;
        return caller;
    }

    /** Of the request that was looked at last. */
    public Caller last() {
        return current;
    }

    /** Only with a verdict at hand: verifying is the chain's work, and so is refusing. */
    private @Nullable Caller signedIn(HttpHeaders asked, String authorization) {
        Token token = asked.getAll(HttpHeaderNames.AUTHORIZATION).size() == 1
                ? callers.tokens().known(authorization)
                : null;
        if (token == null) {
            return null;
        }
        Caller anonymous = anonymous(asked);
        return new Caller(token.subject(), anonymous.session(), anonymous.address(), token.roles());
    }

    private Caller anonymous(HttpHeaders asked) {
        String session = asked.get(SESSION);
        String cookies = asked.get(HttpHeaderNames.COOKIE);
        if (behindProxies) {
            return resolve(asked, session, cookies);
        }
        if (session == null && cookies == null) {
            return nobody;
        }
        if (!Objects.equals(session, lastSession) || !Objects.equals(cookies, lastCookies)
                || lastDay != callers.today()) {
            last = resolve(asked, session, cookies);
            lastSession = session;
            lastCookies = cookies;
            lastDay = callers.today();
        }
        return last;
    }

    /** A proxy's connection carries many clients: what was remembered of one says nothing of the next. */
    private Caller resolve(HttpHeaders asked, @Nullable String session, @Nullable String cookies) {
        String single = session == null ? null : Callers.only(asked.getAll(SESSION));
        boolean secure = callers.addresses().secure(tls, asked.get(FORWARDED_PROTO));
        String address = behindProxies
                ? callers.addresses().of(peer, asked.getAll(FORWARDED_FOR))
                : nobody.address();
        return Callers.anonymous(callers.listener(new Callers.Presented(single, cookies, secure)), address);
    }
}
