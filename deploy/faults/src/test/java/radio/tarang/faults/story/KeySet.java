package radio.tarang.faults.story;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import radio.tarang.local.conformance.Signer;
import radio.tarang.local.test.TestRealm;

/** The realm's key set with one key more, whose owner signs what the realm would not. */
final class KeySet implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpServer server;
    private final Signer signer;

    private KeySet(HttpServer server, Signer signer) {
        this.server = server;
        this.signer = signer;
    }

    static KeySet serve(TestRealm realm) throws IOException {
        Signer signer = Signer.fresh(realm.issuer(), "conformance");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            try (exchange; var realms = URI.create(realm.jwksUri()).toURL().openStream()) {
                ObjectNode set = (ObjectNode) JSON.readTree(realms);
                ((ArrayNode) set.path("keys")).addPOJO(signer.jwk());
                byte[] bytes = JSON.writeValueAsBytes(set);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        });
        Thread.ofPlatform().daemon().start(server::start);
        return new KeySet(server, signer);
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks";
    }

    Signer signer() {
        return signer;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
