package radio.tarang.local.test;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tokens and users of a realm, with nothing but the JDK. */
record RealmClient(String url, String realm) {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    String grant(Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))).body();
    }

    String get(String token, String path) {
        return send(admin(token, path)).body();
    }

    /** Returns the id of what was created. */
    String post(String token, String path, String json) {
        return send(admin(token, path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)))
                .headers().firstValue("Location").map(at -> at.substring(at.lastIndexOf('/') + 1)).orElse("");
    }

    private HttpRequest.Builder admin(String token, String path) {
        return HttpRequest.newBuilder(URI.create(url + "/admin/realms/" + realm + path)).header("Authorization",
                "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(LIMIT).build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException("Keycloak answers " + request.method() + " " + request.uri() + " with "
                        + response.statusCode() + " " + response.body());
            }
            return response;
        } catch (IOException silent) {
            throw new IllegalStateException("Keycloak does not answer at " + request.uri(), silent);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for Keycloak", interrupted);
        }
    }

    /** A member of a flat answer; tokens need no unescaping. */
    static String text(String json, String member) {
        Matcher matcher = Pattern.compile("\"" + member + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("No " + member + " in " + json);
        }
        return matcher.group(1);
    }
}
