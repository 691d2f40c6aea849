package radio.tarang.gateway;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;

import io.netty.channel.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;

/** Turns whatever went wrong in the chain into a problem; what has no name of its own is a 500 and is logged. */
@Component
@Order(-2)
public class ProblemHandler implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            return Mono.error(failure);
        }
        Problem problem = of(failure);
        if (problem.status() == 500) {
            LOG.error("Unexpected failure, trace {}", traceId(exchange), failure);
        }
        byte[] body = problem.json(exchange.getRequest().getURI().getRawPath(), traceId(exchange));
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().set("Content-Type", Problem.MEDIA_TYPE);
        response.getHeaders().set("Cache-Control", "no-store");
        response.getHeaders().setContentLength(body.length);
        if (problem.status() == 401) {
            response.getHeaders().set("WWW-Authenticate", "Bearer");
        }
        if (problem.retryAfterSeconds() > 0) {
            response.getHeaders().set("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        if (failure instanceof ErrorResponse framework && !framework.getHeaders().getAllow().isEmpty()) {
            response.getHeaders().setAllow(withHead(framework.getHeaders().getAllow()));
        }
        if (exchange.getRequest().getMethod() == HttpMethod.HEAD) {
            return response.setComplete();
        }
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }

    /** Whatever is read is read without its body, too; the framework's handlers take that for granted. */
    private static Set<HttpMethod> withHead(Set<HttpMethod> allowed) {
        Set<HttpMethod> all = new LinkedHashSet<>(allowed);
        if (all.contains(HttpMethod.GET)) {
            all.add(HttpMethod.HEAD);
        }
        return all;
    }

    public static Problem of(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.problem();
            case Upstreams.BreakerOpen open -> Problem.unavailable(open.retryAfterSeconds());
            case Upstreams.CallerFault fault -> Problem.of(fault.status());
            case ErrorResponse response -> Problem.of(response.getStatusCode().value());
            case DataBufferLimitException tooLarge -> Problem.of(413);
            case TimeoutException timeout -> Problem.of(504);
            case io.netty.handler.timeout.TimeoutException timeout -> Problem.of(504);
            case ConnectTimeoutException timeout -> Problem.unavailable(1);
            case ConnectException refused -> Problem.unavailable(1);
            case UnknownHostException unknown -> Problem.unavailable(1);
            case java.io.IOException broken -> Problem.of(502);
            default -> Problem.of(500);
        };
    }

    private static String traceId(ServerWebExchange exchange) {
        Trace trace = exchange.getAttribute(Trace.ATTRIBUTE);
        return trace == null ? Trace.newId() : trace.traceId();
    }
}
