package radio.tarang.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One answer, bytes and headers, for proving that both sides send the same. */
public record Sample(int status, byte[] body, Map<String, String> headers) {

    /** Written by the server itself, not by us; Server is nginx's own and cannot be left out there. */
    private static final Set<String> OWN = Set.of("server", "date", "connection", "content-length", "keep-alive");
    /** Differ from one answer to the next by their nature. */
    private static final Set<String> VOLATILE = Set.of("age", "x-request-id", "ratelimit", "traceparent");

    public static Sample of(URI uri) throws IOException {
        try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers().map()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
            return new Sample(response.statusCode(), response.body(), headers);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What nginx has to add to a file to answer the same. */
    public Map<String, String> toRepeat() {
        Map<String, String> repeat = new LinkedHashMap<>(headers);
        repeat.keySet().removeAll(OWN);
        repeat.remove("content-type");
        return repeat;
    }

    public String contentType() {
        return headers.getOrDefault("content-type", "application/json");
    }

    public int headerBytes() {
        return headers.entrySet().stream().mapToInt(header -> header.getKey().length() + header.getValue().length() + 4)
                .sum();
    }

    /** Throws when the peer's answer is another one. */
    public void requireSameAs(Sample other, String who) {
        if (status != other.status() || !java.util.Arrays.equals(body, other.body())) {
            throw new IllegalStateException(
                    "%s answers %d with %d bytes, the gateway %d with %d bytes or others".formatted(who,
                            other.status(), other.body().length, status, body.length));
        }
        Set<String> names = new TreeSet<>(headers.keySet());
        names.addAll(other.headers().keySet());
        names.removeAll(OWN);
        for (String name : names) {
            String here = headers.getOrDefault(name, "absent");
            String there = other.headers().getOrDefault(name, "absent");
            boolean same = VOLATILE.contains(name)
                    ? here.equals("absent") == there.equals("absent")
                    : here.equals(there);
            if (!same) {
                throw new IllegalStateException("%s answers %s: %s, the gateway %s".formatted(who, name, there, here));
            }
        }
    }
}
