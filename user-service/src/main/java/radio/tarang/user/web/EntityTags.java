package radio.tarang.user.web;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Strong entity tags. A controller of a versioned resource says {@code "v<version>"} (see {@link #ofVersion}), and this filter completes it with the
 * hash of the bytes; a cacheable answer without a version is tagged with the hash alone. {@code If-None-Match} is answered here, after the bytes are known.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
public class EntityTags extends OncePerRequestFilter {
    private static final int HASH_BYTES = 8;

    /** What a controller sets; the hash is added on the way out. */
    public static String ofVersion(long version) {
        return "\"v" + version + "\"";
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean head = request.getMethod().equals("HEAD");
        ContentCachingResponseWrapper held = new ContentCachingResponseWrapper(response);
        chain.doFilter(head ? asGet(request) : request, held);
        byte[] body = held.getContentAsByteArray();
        String tag = held.getStatus() / 100 == 2 && body.length > 0 ? tag(held, body) : null;
        if (tag != null) {
            held.setHeader(HttpHeaders.ETAG, tag);
            if ((head || request.getMethod().equals("GET"))
                    && matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), tag)) {
                held.resetBuffer();
                held.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
        }
        if (head) {
            response.setContentLength(body.length);
        } else {
            held.copyBodyToResponse();
        }
    }

    private static @Nullable String tag(HttpServletResponse response, byte[] body) {
        String version = response.getHeader(HttpHeaders.ETAG);
        String cache = response.getHeader(HttpHeaders.CACHE_CONTROL);
        if (version != null && version.startsWith("\"v")) {
            return version.substring(0, version.length() - 1) + "-" + hash(body) + "\"";
        }
        return cache != null && cache.contains("public") ? "\"" + hash(body) + "\"" : null;
    }

    private static String hash(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** Weak comparison, as RFC 9110 §13.1.2 asks. */
    private static boolean matches(@Nullable String ifNoneMatch, String tag) {
        return ifNoneMatch != null && Arrays.stream(ifNoneMatch.split(",")).map(String::strip)
                .anyMatch(known -> known.equals("*") || known.equals(tag) || known.equals("W/" + tag));
    }

    /** The servlet layer drops a HEAD's body before we could hash it, so it sees a GET and we drop the body. */
    private static HttpServletRequest asGet(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public String getMethod() {
                return "GET";
            }
        };
    }
}
