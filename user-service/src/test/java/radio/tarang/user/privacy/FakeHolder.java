package radio.tarang.user.privacy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;

/** Another service as the export sees it: says what it holds, unless it is away. */
final class FakeHolder implements AutoCloseable {
    final List<String> tokens = new CopyOnWriteArrayList<>();
    volatile boolean away;
    private final HttpServer server;

    FakeHolder(String held) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/internal/export/users/", exchange -> {
            try (exchange) {
                tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                byte[] body = held.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(away ? 503 : 200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
