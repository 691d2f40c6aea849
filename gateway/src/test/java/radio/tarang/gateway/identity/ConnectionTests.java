package radio.tarang.gateway.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Objects;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConnectionTests {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final Sessions sessions = SessionsTests.sessions(SessionsTests.OLD, NOW);
    private final Tokens tokens = TokensTests.tokens(new Issuer(), Clock.systemUTC());
    private final String mine = sessions.issue();

    private Connection connection(int hops) {
        return new Callers(sessions, tokens, ClientAddressTests.behind(hops)).connection(
                ClientAddressTests.peer("192.0.2.1"),
                false);
    }

    private static HttpHeaders with(String... headers) {
        HttpHeaders all = new DefaultHttpHeaders();
        for (int i = 0; i < headers.length; i += 2) {
            all.add(headers[i], headers[i + 1]);
        }
        return all;
    }

    private static @Nullable String session(@Nullable Caller caller) {
        Objects.requireNonNull(caller);
        assertThat(caller.address()).isEqualTo("192.0.2.1");
        return caller.session();
    }

    @Test
    void aValidHeaderWinsOverAValidCookieAndAnInvalidOneIsAsIfItWereNotThere() {
        String other = sessions.issue();
        Connection connection = connection(0);
        assertThat(session(connection.identify(with()))).isNull();
        assertThat(session(connection.identify(with("X-Session-Id", mine)))).isEqualTo(sessions.verify(mine));
        assertThat(session(connection.identify(with("Cookie", "a=b; tarang-session=" + mine + "; c=d"))))
                .isEqualTo(sessions.verify(mine));
        assertThat(session(connection.identify(with("X-Session-Id", mine, "Cookie", "tarang-session=" + other))))
                .isEqualTo(sessions.verify(mine));
        assertThat(session(connection.identify(with("X-Session-Id", "forged", "Cookie", "tarang-session=" + other))))
                .isEqualTo(sessions.verify(other));
        assertThat(session(connection.identify(with("X-Session-Id", mine, "X-Session-Id", other)))).isNull();
        assertThat(session(connection.identify(with("Cookie", "xtarang-session=" + mine)))).isNull();
        assertThat(session(connection.identify(with("Cookie", "__Host-tarang-session=" + mine))))
                .as("over http that name is nobody's").isNull();
    }

    @Test
    void whoeverFollowsOnTheSameConnectionIsNotTakenForWhoWasThereBefore() {
        Connection connection = connection(0);
        assertThat(connection.identify(with("X-Session-Id", mine)))
                .isSameAs(connection.identify(with("X-Session-Id", mine)));
        assertThat(session(connection.identify(with("X-Session-Id", mine + "x")))).isNull();
        assertThat(session(connection.identify(with()))).isNull();
        String other = sessions.issue();
        assertThat(session(connection.identify(with("X-Session-Id", other)))).isEqualTo(sessions.verify(other));
    }

    @Test
    void aProxysConnectionCarriesManyClients() {
        Connection connection = connection(1);
        Caller one = connection.identify(with("X-Forwarded-For", "1.1.1.1, 203.0.113.1", "X-Session-Id", mine));
        Caller two = connection.identify(with("X-Forwarded-For", "203.0.113.2"));
        assertThat(one).isNotNull().extracting(Caller::address, Caller::session).containsExactly("203.0.113.1",
                sessions.verify(mine));
        assertThat(two).isNotNull().extracting(Caller::address, Caller::session).containsExactly("203.0.113.2", null);
        assertThat(connection.identify(with("X-Forwarded-For", "203.0.113.1", "X-Forwarded-Proto", "https", "Cookie",
                "__Host-tarang-session=" + mine))).extracting("session").isEqualTo(sessions.verify(mine));
    }

    @Test
    void aTokenCountsHereOnceTheChainHasVerifiedItAndOnItsOwnIsTheChainsToJudge() {
        Issuer issuer = new Issuer();
        Tokens verified = TokensTests.tokens(issuer, Clock.systemUTC());
        Connection connection = new Callers(sessions, verified, ClientAddressTests.behind(0))
                .connection(ClientAddressTests.peer("192.0.2.1"), false);
        String authorization = "Bearer " + issuer.token("listener");
        assertThat(connection.identify(with("Authorization", authorization))).isNull();
        Token token = TokensTests.verify(verified, authorization);
        Caller caller = connection.identify(with("Authorization", authorization, "X-Session-Id", mine));
        assertThat(caller).isEqualTo(new Caller(token.subject(), sessions.verify(mine), "192.0.2.1", token.roles()));
        assertThat(connection.identify(with("Authorization", authorization, "Authorization", authorization))).isNull();
        assertThat(connection.identify(with("Authorization", authorization + "x"))).isNull();
        assertThat(session(connection.identify(with()))).isNull();
    }
}
