package radio.tarang.gateway.identity;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

import radio.tarang.gateway.Problem;

/** Whether an address may have one more anonymous session; who counts knows. */
public interface Issuance {

    /** @return nothing where it may; else what a write that needs one is refused with. Emits on the connection's thread. */
    Mono<Problem> refusal(ServerWebExchange exchange, Caller caller);
}
