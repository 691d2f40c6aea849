package radio.tarang.gateway.edge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

import radio.tarang.gateway.WebProperties;

/**
 * The web client's files and the API's description, read once at start and kept as ready bytes: {@code static/} at the
 * root, libraries from their webjars under {@code /vendor/}. A name with a hash in it, or {@code ?v=…}, is immutable; everything else is revalidated.
 */
@Component
class Pages {

    private static final String IMMUTABLE = "public, max-age=31536000, immutable";
    private static final String REVALIDATED = "no-cache";
    private static final Pattern FINGERPRINT = Pattern.compile(".*[.-][0-9a-f]{8,64}\\.[a-z0-9]+");
    private static final Pattern VERSION = Pattern.compile("v=[A-Za-z0-9._-]{1,64}");
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"), Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"), Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"), Map.entry("webp", "image/webp"), Map.entry("ico", "image/x-icon"),
            Map.entry("json", "application/json"), Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("woff2", "font/woff2"), Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("xml", "application/xml"));

    /** Of webjars, only these files are served. */
    private static final List<String> LIBRARIES = List.of("hls.js/*/dist/hls.min.js",
            "swagger-ui/*/swagger-ui-bundle.js",
            "swagger-ui/*/swagger-ui.css");
    /** The API's description asks nobody but us; its style sheet brings its pictures along. */
    private static final String DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, Answer> revalidated = new HashMap<>();
    private final Map<String, Answer> versioned = new HashMap<>();
    private final String policy;

    Pages(WebProperties web) throws IOException {
        policy = policy(web.streamHosts());
        PathMatchingResourcePatternResolver classpath = new PathMatchingResourcePatternResolver();
        for (Resource file : classpath.getResources("classpath*:/static/**")) {
            String url = file.getURL().toString();
            if (file.isReadable() && !url.endsWith("/")) {
                add(url.substring(url.lastIndexOf("/static/") + "/static".length()), file.getContentAsByteArray());
            }
        }
        for (String library : LIBRARIES) {
            for (Resource file : classpath.getResources("classpath*:/META-INF/resources/webjars/" + library)) {
                add("/vendor" + library.substring(library.lastIndexOf('/')), file.getContentAsByteArray());
            }
        }
        Answer docs = revalidated.get("/docs/index.html");
        if (docs != null) {
            revalidated.put("/docs", docs);
        }
        Answer index = revalidated.get("/index.html");
        if (index != null) {
            revalidated.put("/", index);
        }
    }

    /** Scripts, styles and fonts are ours alone; pictures and media may come from anywhere, playlists from the stations' hosts. */
    static String policy(List<String> streamHosts) {
        String streams = streamHosts.isEmpty() ? "" : " " + String.join(" ", streamHosts);
        return "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; "
                + "img-src 'self' https:; media-src 'self' https: blob:; connect-src 'self'" + streams
                + "; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    @Nullable
    Answer find(String target) {
        int query = target.indexOf('?');
        if (query < 0) {
            return revalidated.get(target);
        }
        String path = target.substring(0, query);
        return VERSION.matcher(target).region(query + 1, target.length()).matches()
                ? versioned.get(path)
                : revalidated.get(path);
    }

    private void add(String path, byte[] bytes) {
        boolean html = path.endsWith(".html");
        boolean fingerprinted = FINGERPRINT.matcher(path).matches();
        revalidated.put(path, answer(path, bytes, fingerprinted ? IMMUTABLE : REVALIDATED));
        versioned.put(path, answer(path, bytes, html ? REVALIDATED : IMMUTABLE));
    }

    private Answer answer(String path, byte[] bytes, String cacheControl) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        headers.add(Map.entry("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream")));
        headers.add(Map.entry("Cache-Control", cacheControl));
        headers.add(Map.entry("Vary", "Accept-Encoding"));
        headers.add(Map.entry("Content-Security-Policy", path.startsWith("/docs/") ? DOCS_POLICY : policy));
        return new Answer(200, headers, null, bytes);
    }
}
