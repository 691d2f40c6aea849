package radio.tarang.notification.socket;

import java.lang.management.ManagementFactory;
import java.net.SocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import radio.tarang.notification.Feed;

/** Who may open a socket: pages of our own or of allowed origins, not too many from one address, and none the process cannot hold. */
@Component
final class Admission {
    private static final int RETRY_SECONDS = 5;

    private final SocketSettings settings;
    private final WebSettings web;
    private final Feed feed;
    private final ConcurrentHashMap<String, Integer> perAddress = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Integer> perIdentity = new ConcurrentHashMap<>();
    private final AtomicInteger openFiles = new AtomicInteger();
    private final long maxOpenFiles;
    private volatile boolean closing;

    /** A place for one socket; to be given back. Whose it is may change while the socket is open. */
    static final class Ticket {
        private final String address;
        private @Nullable String identity;

        Ticket(String address) {
            this.address = address;
        }
    }

    /** Why not, as HTTP says it. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        final int status;
        final String slug;
        final int retrySeconds;

        Refusal(int status, String slug, String detail, int retrySeconds) {
            super(detail);
            this.status = status;
            this.slug = slug;
            this.retrySeconds = retrySeconds;
        }

        static Refusal unauthenticated() {
            return new Refusal(401, "unauthenticated", "Sign in and present a valid access token.", 0);
        }
    }

    Admission(SocketSettings settings, WebSettings web, Feed feed) {
        this.settings = settings;
        this.web = web;
        this.feed = feed;
        long limit = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os
                ? os.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
        this.maxOpenFiles = limit / 100 * settings.maxOpenFilesPercent();
    }

    /** @param identity the user or session the socket is for; null for nobody in particular */
    Ticket admit(HttpHeaders headers, SocketAddress peer, @Nullable String identity) throws Refusal {
        if (!originAllowed(headers, ClientAddress.trusted(peer, web))) {
            throw new Refusal(403, "forbidden", "This origin may not open a socket.", 0);
        }
        if (closing || !feed.isOpen()) {
            throw new Refusal(503, "unavailable", "The feed is not open.", RETRY_SECONDS);
        }
        if (openFiles.get() >= maxOpenFiles) {
            throw new Refusal(503, "unavailable", "No more sockets can be held.", RETRY_SECONDS);
        }
        String address = ClientAddress.of(peer, headers.get("X-Forwarded-For"), web);
        Ticket ticket = new Ticket(address);
        if (perAddress.merge(address, 1, Integer::sum) > settings.maxPerAddress()) {
            giveBack(ticket);
            throw new Refusal(429, "rate-limited", "At most " + settings.maxPerAddress() + " sockets per address.",
                    RETRY_SECONDS);
        }
        if (identity != null && !identify(ticket, identity)) {
            giveBack(ticket);
            throw new Refusal(429, "rate-limited",
                    "At most " + settings.maxPerIdentity() + " sockets per user or session.", RETRY_SECONDS);
        }
        openFiles.incrementAndGet();
        return ticket;
    }

    /** Counts the socket as that user's or session's, and no longer as another's; false, and nothing changed, if they have enough. */
    boolean identify(Ticket ticket, String identity) {
        if (identity.equals(ticket.identity)) {
            return true;
        }
        if (perIdentity.merge(identity, 1, Integer::sum) > settings.maxPerIdentity()) {
            oneLess(perIdentity, identity);
            return false;
        }
        if (ticket.identity != null) {
            oneLess(perIdentity, ticket.identity);
        }
        ticket.identity = identity;
        return true;
    }

    void giveBack(Ticket ticket) {
        oneLess(perAddress, ticket.address);
        if (ticket.identity != null) {
            oneLess(perIdentity, ticket.identity);
        }
    }

    private static void oneLess(ConcurrentHashMap<String, Integer> counts, String key) {
        counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }

    void close() {
        closing = true;
    }

    /** Counting them takes the system a while, so between two counts only new sockets are added. */
    @Scheduled(fixedDelay = 5_000)
    void countOpenFiles() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            openFiles.set((int) os.getOpenFileDescriptorCount());
        }
    }

    private boolean originAllowed(HttpHeaders headers, boolean throughTrustedProxy) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        if (origin == null || web.allowedOrigins().contains(origin)) {
            return true;
        }
        String forwardedHost = throughTrustedProxy ? headers.get("X-Forwarded-Host") : null;
        return sameHost(origin, forwardedHost == null ? headers.get(HttpHeaderNames.HOST) : forwardedHost);
    }

    private static boolean sameHost(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return host != null && authority != null
                    && authority.toLowerCase(Locale.ROOT).equals(host.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
