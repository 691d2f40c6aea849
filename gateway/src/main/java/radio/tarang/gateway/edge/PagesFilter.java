package radio.tarang.gateway.edge;

import java.util.Set;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** The web client's files for requests that the handler let through (pipelined, HTTP/1.0, {@code Range}, …). */
@Component
@Order(0)
class PagesFilter implements WebFilter {

    private final Pages pages;
    private final Writer writer;

    PagesFilter(Pages pages, Writer writer) {
        this.pages = pages;
        this.writer = writer;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String query = exchange.getRequest().getURI().getRawQuery();
        String path = exchange.getRequest().getURI().getRawPath();
        Answer page = pages.find(query == null ? path : path + '?' + query);
        if (page == null) {
            return chain.filter(exchange);
        }
        HttpMethod method = exchange.getRequest().getMethod();
        return method == HttpMethod.GET || method == HttpMethod.HEAD
                ? writer.ready(exchange, page)
                : Mono.error(new MethodNotAllowedException(method, Set.of(HttpMethod.GET, HttpMethod.HEAD)));
    }
}
