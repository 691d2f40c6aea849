package radio.tarang.user.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

import radio.tarang.user.Crowd;
import radio.tarang.user.RunningService;
import radio.tarang.user.RunningService.Answer;
import radio.tarang.user.Somebody;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The last administrator, which the shared realm never has: a stand-in says who administers, and notes what it is told to change. Whoever asks was an
 * administrator when their token was issued, and is none any more.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LastAdminIT {
    private final UUID target = UUID.randomUUID();
    private final Queue<String> writes = new ConcurrentLinkedQueue<>();
    private volatile List<String> admins = List.of();
    private volatile boolean failing;
    private HttpServer keycloak;
    private RunningService service;

    LastAdminIT() throws IOException {
        keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service = Crowd.service();
    }

    @BeforeAll
    void start() {
        keycloak.createContext("/", this::answer);
        keycloak.start();
        service = RunningService.start(Crowd.service().setup().with("tarang.outbox.relay", "false")
                .with("tarang.keycloak.url", "http://127.0.0.1:" + keycloak.getAddress().getPort()));
    }

    @AfterAll
    void stop() {
        service.close();
        keycloak.stop(0);
    }

    @Test
    void stays() {
        writes.clear();
        admins = List.of(user(target, true), user(UUID.randomUUID(), false));
        Answer refused = Somebody.at(service, "admin").patch("/api/v1/admin/users/" + target, "{\"roles\": []}");

        assertThat(refused.status()).as(refused.raw().body()).isEqualTo(409);
        assertThat(refused.slug()).isEqualTo("admin-lockout");
        assertThat(Somebody.at(service, "admin").patch("/api/v1/admin/users/" + target, "{\"enabled\": false}").slug())
                .isEqualTo("admin-lockout");
        assertThat(writes).isEmpty();

        admins = List.of(user(target, true), user(UUID.randomUUID(), true));
        assertThat(Somebody.at(service, "admin").patch("/api/v1/admin/users/" + target, "{\"roles\": []}").status())
                .isEqualTo(200);
        assertThat(writes).containsExactly("DELETE /admin/realms/tarang/users/" + target + "/role-mappings/realm");
    }

    @Test
    void isNotTakenForGoneWhenKeycloakCannotSay() {
        writes.clear();
        failing = true;
        Somebody admin = Somebody.at(service, "admin");
        Answer away = admin.patch("/api/v1/admin/users/" + target, "{\"enabled\": false}");

        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Retry-After")).matches("\\d+");
        assertThat(writes).isEmpty();
        failing = false;
        admins = List.of(user(UUID.randomUUID(), true));
        assertThat(admin.patch("/api/v1/admin/users/" + target, "{\"roles\": []}").status()).isEqualTo(200);
    }

    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        if (call.getRequestMethod().equals("GET") || path.endsWith("/token")) {
            boolean fails = failing && path.endsWith("/roles/admin/users");
            byte[] body = read(path).getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/json");
            call.sendResponseHeaders(fails ? 500 : 200, body.length);
            call.getResponseBody().write(body);
        } else {
            writes.add(call.getRequestMethod() + " " + path);
            call.sendResponseHeaders(204, -1);
        }
        call.close();
    }

    private String read(String path) {
        if (path.endsWith("/token")) {
            return "{\"access_token\": \"t\", \"expires_in\": 300}";
        }
        if (path.endsWith("/roles/admin/users")) {
            return "[" + String.join(",", admins) + "]";
        }
        return path.contains("/role-mappings/")
                ? "[{\"name\": \"admin\"}]"
                : user(target, true);
    }

    private static String user(UUID id, boolean enabled) {
        return "{\"id\": \"" + id + "\", \"username\": \"admin\", \"enabled\": " + enabled + "}";
    }
}
