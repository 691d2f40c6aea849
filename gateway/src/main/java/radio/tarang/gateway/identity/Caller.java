package radio.tarang.gateway.identity;

import java.util.Set;

import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param user the token's {@code sub}; null for an anonymous caller
 * @param session the random part of a valid anonymous session; null where there is none
 * @param address the client's address after the trusted hops, in canonical form
 * @param roles of the user, implied ones included; empty for an anonymous caller
 */
public record Caller(@Nullable String user, @Nullable String session, String address, Set<String> roles) {

    /** Where the exchange keeps its caller. */
    public static final String ATTRIBUTE = Caller.class.getName();

    /** Where a connection keeps the caller of the request it is answering. */
    public static final AttributeKey<Caller> ON_CHANNEL = AttributeKey.valueOf(ATTRIBUTE);

    /** Somebody: an answer that depends on the caller may be another than everybody's. */
    public boolean known() {
        return user != null || session != null;
    }
}
