package radio.tarang.local.test;

import java.util.Map;

/** A Redis of one test's own, with an append-only file. */
public final class PrivateRedis implements PrivateServer {
    private final RemoteServer server;

    PrivateRedis(RemoteServer server) {
        this.server = server;
    }

    public String uri() {
        return redis().uri();
    }

    public String host() {
        return redis().host();
    }

    public int port() {
        return redis().port();
    }

    private TestServers.Redis redis() {
        return TestServers.Redis.of(server);
    }

    @Override
    public void stop() {
        server.call("stop", Map.of());
    }

    @Override
    public void start() {
        server.call("start", Map.of());
    }

    @Override
    public void kill() {
        server.call("kill", Map.of());
    }

    @Override
    public void pause() {
        server.call("pause", Map.of());
    }

    @Override
    public void resume() {
        server.call("resume", Map.of());
    }

    @Override
    public void close() {
        server.call("remove", Map.of());
    }
}
