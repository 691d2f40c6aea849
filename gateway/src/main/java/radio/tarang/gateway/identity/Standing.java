package radio.tarang.gateway.identity;

import org.jspecify.annotations.Nullable;

import radio.tarang.gateway.Refusal;

/**
 * What {@link IdentityFilter} found out, for {@link AccessFilter}, which refuses only once the request was counted.
 *
 * @param row of the route table; null = open
 * @param refused the token does not count, or cannot be judged
 * @param fresh a session that was issued for this very request
 * @param notIssued why there is none although the request needs one
 */
record Standing(RouteTable.@Nullable Row row, Callers.@Nullable Listener listener, @Nullable Refusal refused,
        @Nullable String fresh, @Nullable Refusal notIssued) {

    static final String ATTRIBUTE = Standing.class.getName();

    boolean listens() {
        return row != null && row.who() == RouteTable.Who.LISTENER;
    }
}
