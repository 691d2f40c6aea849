package radio.tarang.gateway.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.GatewayStory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** The gateway as the end of TLS: all it promises over plain HTTP, a certificate that can be replaced, and no HTTP/2. */
class TlsIT extends GatewayStory {

    private static final Path FOLDER = folder();
    private static final int REDIRECT = freePort();
    private HttpClient https = HttpClient.newHttpClient();

    @DynamicPropertySource
    static void tls(DynamicPropertyRegistry properties) {
        newCertificate();
        properties.add("server.ssl.bundle", () -> "edge");
        properties.add("spring.ssl.bundle.pem.edge.keystore.certificate",
                () -> FOLDER.resolve("edge.crt").toUri().toString());
        properties.add("spring.ssl.bundle.pem.edge.keystore.private-key",
                () -> FOLDER.resolve("edge.key").toUri().toString());
        properties.add("spring.ssl.bundle.pem.edge.reload-on-update", () -> "true");
        properties.add("spring.ssl.bundle.watch.file.quiet-period", () -> "300ms");
        properties.add("tarang.web.public-url", () -> "https://localhost");
        properties.add("tarang.web.idle-timeout", () -> "2s");
        properties.add("tarang.web.redirect-port", () -> REDIRECT);
    }

    @BeforeEach
    void trustWhatIsThere() throws Exception {
        https = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).sslContext(trusting()).build();
    }

    private HttpResponse<String> secure(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return https.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theHitPathWorksBehindTlsWithEveryHeader() throws Exception {
        String path = path();
        PROGRAM.on(path, Reply.listing("{\"n\":1}", 60, "t"));
        HttpResponse<String> miss = secure(path);
        HttpResponse<String> hit = secure(path);
        assertThat(header(hit, "Cache-Status")).startsWith("Tarang; hit");
        for (HttpResponse<String> answer : List.of(miss, hit, secure("/"), secure("/nowhere"))) {
            assertThat(header(answer, "Strict-Transport-Security")).isEqualTo("max-age=31536000");
            assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(header(answer, "Content-Security-Policy")).contains("frame-ancestors 'none'");
            assertThat(header(answer, "X-Request-Id")).isNotEmpty();
            assertThat(answer.version()).as("asked for HTTP/2").isEqualTo(HttpClient.Version.HTTP_1_1);
        }
        COUNTER.on("/api/v1/counters", Reply.of(200, "{}"));
        secure("/api/v1/counters");
        assertThat(COUNTER.seen("/api/v1/counters").getLast().headers().get("X-Forwarded-Proto")).isEqualTo("https");
    }

    @Test
    void aListenerIsKeptInACookieThatOnlyThisHostOverTlsCanSet() throws Exception {
        String counters = "/api/v1/counters";
        COUNTER.on(counters, Reply.of(200, "{}"));
        HttpResponse<String> first = secure(counters);
        String session = header(first, "X-Session-Id");
        assertThat(session).startsWith("v1.");
        assertThat(first.headers().allValues("Set-Cookie")).hasSize(1).first().asString()
                .startsWith("__Host-tarang-session=" + session + ";")
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/").doesNotContainIgnoringCase("domain");

        HttpResponse<String> known = secure(counters, "Cookie", "__Host-tarang-session=" + session);
        assertThat(known.headers().map()).doesNotContainKeys("x-session-id", "set-cookie");
        assertThat(COUNTER.seen(counters).getLast().headers().get("X-Session-Id")).isEqualTo(session);

        HttpResponse<String> planted = secure(counters, "Cookie", "tarang-session=" + session);
        assertThat(header(planted, "X-Session-Id")).as("a plain name may be anybody's").startsWith("v1.")
                .isNotEqualTo(session);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothVersionsThatAreStillGoodAreSpoken(String version) throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("localhost", port)) {
            socket.setEnabledProtocols(new String[]{version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
    }

    @Test
    void theNewestVersionIsPreferred() throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }

    @Test
    void plainHttpOnTheTlsPortGetsNoAnswer() {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", false, 3_000)).doesNotContain("HTTP/1.1 2");
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(8_000);
            socket.getOutputStream().write("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(
                    java.nio.charset.StandardCharsets.US_ASCII));
            long from = System.nanoTime();
            assertThat(new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 404");
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(Duration.ofMillis(1_500),
                    Duration.ofSeconds(6));
        }
    }

    @Test
    void socketsWorkBehindTls() {
        CompletableFuture<String> echo = new CompletableFuture<>();
        WebSocket socket = https.newWebSocketBuilder().buildAsync(URI.create("wss://localhost:" + port + "/ws"),
                new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
                        echo.complete(data.toString());
                        return CompletableFuture.completedFuture(null);
                    }
                }).join();
        socket.sendText("namaste", true).join();
        assertThat(echo.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo("echo namaste");
        socket.abort();
    }

    @Test
    void whoComesByHttpIsSentToHttpsAndNowhereElse() throws Exception {
        HttpClient plain = HttpClient.newHttpClient();
        for (String path : new String[]{"/api/v1/states?limit=1", "//evil.example/x"}) {
            HttpResponse<Void> answer = plain.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + REDIRECT + path)).build(),
                    HttpResponse.BodyHandlers.discarding());
            assertThat(answer.statusCode()).isEqualTo(308);
            assertThat(header(answer, "Location"))
                    .isEqualTo("https://localhost" + (path.startsWith("//") ? "/" : path));
        }
    }

    @Test
    void aNewCertificateIsTakenWithoutARestart() {
        newCertificate();
        assertThatThrownBy(this::presented).as("the former one is not the one we trust now")
                .isInstanceOf(SSLHandshakeException.class);
        await().atMost(Duration.ofSeconds(20)).ignoreExceptionsInstanceOf(SSLHandshakeException.class)
                .until(() -> presented().equals(((X509Certificate) certificate()).getSerialNumber()));
    }

    private BigInteger presented() throws IOException, GeneralSecurityException {
        try (SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("localhost", port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("edge", certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate() throws GeneralSecurityException, IOException {
        try (InputStream pem = Files.newInputStream(FOLDER.resolve("edge.crt"))) {
            return java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }

    /** As the README tells operators to try it: the JDK's keytool, then PEM. */
    private static void newCertificate() {
        try {
            Path store = FOLDER.resolve("edge.p12");
            Files.deleteIfExists(store);
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "edge", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                    "CN=localhost",
                    "-ext", "SAN=dns:localhost,ip:127.0.0.1", "-storetype", "PKCS12", "-keystore", store.toString(),
                    "-storepass", "changeit").redirectErrorStream(true).start();
            keytool.getInputStream().readAllBytes();
            assertThat(keytool.waitFor()).isZero();
            KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
            write("edge.key", "PRIVATE KEY", keys.getKey("edge", "changeit".toCharArray()).getEncoded());
            write("edge.crt", "CERTIFICATE", keys.getCertificate("edge").getEncoded());
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(String name, String kind, byte[] der) throws IOException {
        Path fresh = FOLDER.resolve(name + ".new");
        Files.writeString(fresh, "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'})
                .encodeToString(der) + "\n-----END " + kind + "-----\n");
        Files.move(fresh, FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("tls");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
