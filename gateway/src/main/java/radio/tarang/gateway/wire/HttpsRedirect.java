package radio.tarang.gateway.wire;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

import radio.tarang.gateway.AnswerHeaders;
import radio.tarang.gateway.WebProperties;

/** Where TLS ends here: a plain port ({@code tarang.web.redirect-port}) that says where the same thing is on https. */
@Component
class HttpsRedirect implements SmartLifecycle {

    private final WebProperties web;
    private final AnswerHeaders answerHeaders;
    private final String address;
    private final int port;
    private @Nullable DisposableServer server;

    HttpsRedirect(WebProperties web, AnswerHeaders answerHeaders, @Value("${server.address:127.0.0.1}") String address,
            @Value("${tarang.web.redirect-port:0}") int port) {
        this.web = web;
        this.answerHeaders = answerHeaders;
        this.address = address;
        this.port = port;
    }

    @Override
    public void start() {
        if (port == 0) {
            return;
        }
        if (!web.https()) {
            throw new IllegalStateException(
                    "tarang.web.redirect-port needs a tarang.web.public-url that begins with https");
        }
        String base = web.publicUrl().endsWith("/")
                ? web.publicUrl().substring(0, web.publicUrl().length() - 1)
                : web.publicUrl();
        server = HttpServer.create().host(address).port(port).idleTimeout(Duration.ofSeconds(10))
                .requestTimeout(Duration.ofSeconds(10)).handle((request, response) -> {
                    answerHeaders.security().stream().filter(h -> !h.getKey().equals("Strict-Transport-Security"))
                            .forEach(h -> response.header(h.getKey(), h.getValue()));
                    // 308: a form that was posted here by mistake is posted there, not fetched.
                    return response.status(308).keepAlive(false).header("Location", base + target(request)).send();
                }).bindNow();
    }

    /** Never another authority: {@code //evil} would be one. */
    private static String target(HttpServerRequest request) {
        String uri = request.uri();
        return uri.startsWith("/") && !uri.startsWith("//") && !uri.startsWith("/\\") ? uri : "/";
    }

    @Override
    public void stop() {
        DisposableServer started = server;
        server = null;
        if (started != null) {
            started.disposeNow();
        }
    }

    @Override
    public boolean isRunning() {
        return server != null;
    }
}
