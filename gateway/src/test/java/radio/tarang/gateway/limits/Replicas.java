package radio.tarang.gateway.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import radio.tarang.gateway.FakeService;
import radio.tarang.gateway.GatewayApplication;
import radio.tarang.gateway.identity.Issuer;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Two gateways that share one Redis, one service behind them that answers everything, and callers who ask them in turn. */
final class Replicas implements AutoCloseable {

    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);

    record Answer(int status, HttpResponse<String> response, long sentNanos, long receivedNanos) {

        boolean admitted() {
            return status != 429;
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String limit() {
            return response.body().replaceAll("(?s).*\"limit\":\"([a-z-]*)\".*", "$1");
        }
    }

    private static final Issuer ISSUER = new Issuer();

    private final FakeService service = new FakeService();
    private final List<ConfigurableApplicationContext> gateways = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger next = new AtomicInteger();

    Replicas(String redisUri, Map<String, Object> properties) {
        for (int i = 0; i < 2; i++) {
            SpringApplication application = new SpringApplicationBuilder(GatewayApplication.class).build();
            Map<String, Object> all = new java.util.HashMap<>(properties);
            for (String name : List.of("program", "comment", "user", "counter", "notification", "search")) {
                all.put("tarang.services." + name, service.url());
            }
            all.putAll(Map.of("server.port", "0", "tarang.redis.uri", redisUri, "tarang.limits.replicas", "2"));
            all.putAll(Map.of("tarang.identity.issuer", Issuer.NAME, "tarang.identity.jwks-uri", ISSUER.jwksUri(),
                    "tarang.web.trusted-hops", "1", "tarang.session.keys",
                    "k1:" + Base64.getUrlEncoder().withoutPadding().encodeToString(KEY),
                    "spring.kafka.bootstrap-servers", "127.0.0.1:1", "spring.jmx.enabled", "false"));
            application.setDefaultProperties(all);
            gateways.add(application.run(all.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue())
                    .toArray(String[]::new)));
        }
    }

    FakeService service() {
        return service;
    }

    <T> T bean(int replica, Class<T> type) {
        return gateways.get(replica).getBean(type);
    }

    int port(int replica) {
        return Integer.parseInt(gateways.get(replica).getEnvironment().getProperty("local.server.port", "0"));
    }

    boolean alone() {
        return gateways.stream().anyMatch(gateway -> gateway.getBean(Settler.class).away());
    }

    static String address() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "10." + random.nextInt(256) + '.' + random.nextInt(256) + '.' + random.nextInt(256);
    }

    /** A new listener, signed as the gateway would. */
    static String session() {
        byte[] bits = new byte[16];
        ThreadLocalRandom.current().nextBytes(bits);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = "v1.k1." + TimeUnit.MILLISECONDS.toDays(System.currentTimeMillis()) + '.'
                + base64.encodeToString(bits);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            return signed + '.' + base64.encodeToString(mac.doFinal(signed.getBytes(US_ASCII)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A new user's {@code Authorization}. */
    static String user() {
        return "Bearer " + ISSUER.token("listener");
    }

    static String subject(String authorization) {
        String claims = new String(Base64.getUrlDecoder().decode(authorization.split("\\.")[1]), US_ASCII);
        return claims.replaceAll(".*\"sub\":\"([^\"]+)\".*", "$1");
    }

    /** The replicas in turn. */
    Answer ask(String method, String path, String... headers) {
        return askAt(next.getAndIncrement() & 1, method, path, headers);
    }

    Answer askAt(int replica, String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(replica) + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        long sent = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, sent, System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Many at once, until there were so many. */
    List<Answer> all(int count, int atOnce, String method, String path, String... headers) {
        return whilst(asked -> asked < count, atOnce, method, path, headers);
    }

    List<Answer> whilst(IntPredicate more, int atOnce, String method, String path, String... headers) {
        ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
        AtomicInteger asked = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < atOnce; i++) {
                callers.execute(() -> {
                    while (more.test(asked.getAndIncrement())) {
                        answers.add(ask(method, path, headers));
                    }
                });
            }
        }
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        gateways.forEach(ConfigurableApplicationContext::close);
        service.close();
    }
}
