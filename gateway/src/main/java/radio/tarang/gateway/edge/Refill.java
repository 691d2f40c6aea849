package radio.tarang.gateway.edge;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;

import radio.tarang.gateway.AnswerHeaders;
import radio.tarang.gateway.Trace;
import radio.tarang.gateway.Upstreams;

/**
 * Asks the service for a key, once for all who want it, on nobody's connection: a caller who leaves does not take the
 * answer away from the others. Asks as nobody: no token, no session, no cookie.
 */
@Component
class Refill {

    /** Never kept: hop-by-hop, made anew per request or per encoding, or meant for this cache alone. */
    private static final Set<String> NOT_KEPT = Set.of("connection", "keep-alive", "proxy-connection", "te", "trailer",
            "transfer-encoding", "upgrade", "content-length", "content-encoding", "etag", "age", "set-cookie",
            "cache-tag",
            "tarang-cache-control", "cache-status", "server", "x-powered-by", "x-request-id", "ratelimit",
            "ratelimit-policy",
            "x-session-id", "traceparent", "x-content-type-options", "x-frame-options", "referrer-policy",
            "strict-transport-security");
    /** Two are part of the key; of Accept only those who take anything, or JSON, get what is kept ({@link EdgeFilter#acceptable}). */
    private static final Set<String> KEYED = Set.of("accept-encoding", "save-data", "accept");
    private static final Set<String> PER_CALLER = Set.of("authorization", "x-session-id");
    private static final Set<Integer> STORABLE = Set.of(200, 404, 410);
    private static final Duration PASS_FOR = Duration.ofSeconds(60);
    /** To judge, compress and keep an answer. What has not ended then was lost, and with it all who wait and who will. */
    private static final Duration KEEPING = Duration.ofSeconds(2);

    /** The fill to wait for, and whether this caller is the one who started it. */
    record Ticket(Fill fill, boolean leader) {
    }

    private record Raw(int status, HttpHeaders headers, byte @Nullable [] body) {
    }

    private static final class TooLarge extends RuntimeException {

        TooLarge() {
            super("too large", null, false, false);
        }
    }

    private final EdgeCache cache;
    private final Upstreams upstreams;
    private final HttpClient http = HttpClient
            .create(ConnectionProvider.builder("edge").maxConnections(256).pendingAcquireMaxCount(1_024)
                    .pendingAcquireTimeout(Duration.ofSeconds(1)).maxIdleTime(Duration.ofSeconds(20)).build())
            .option(io.netty.channel.ChannelOption.CONNECT_TIMEOUT_MILLIS, 1_000);

    Refill(EdgeCache cache, Upstreams upstreams) {
        this.cache = cache;
        this.upstreams = upstreams;
    }

    /** Starts a fill of the slot or joins the one under way. */
    Ticket ask(Slot slot, Trace trace) {
        Fill mine = cache.beginFill();
        Fill underWay = slot.filling.compareAndExchange(null, mine);
        if (underWay != null) {
            return new Ticket(underWay, false);
        }
        slot.fillStartedAtMillis = cache.nowMillis();
        cache.fills.increment();
        boolean primary = cache.recentlyPurged(slot, slot.fillStartedAtMillis);
        upstreams.call(slot.origin.route(), true, upstreams.timeout(), fetch(slot, trace, primary),
                raw -> Upstreams.failed(raw.status)).publishOn(Schedulers.boundedElastic())
                .map(raw -> judge(slot, raw, mine)).timeout(upstreams.timeout().plus(KEEPING))
                .onErrorResume(e -> Mono.just(new Fill.Outcome.Failed(e)))
                .subscribe(outcome -> finish(slot, mine, outcome));
        return new Ticket(mine, true);
    }

    /** Refills in the background, now or as soon as the interval between two refills of a key allows. */
    void soon(Slot slot) {
        if (slot.filling.get() != null || slot.refillScheduled) {
            return;
        }
        long wait = slot.fillStartedAtMillis + cache.settings().refillInterval().toMillis() - cache.nowMillis();
        if (wait <= 0) {
            ask(slot, Trace.of(null));
            return;
        }
        slot.refillScheduled = true;
        Mono.delay(Duration.ofMillis(wait)).subscribe(tick -> {
            slot.refillScheduled = false;
            ask(slot, Trace.of(null));
        });
    }

    /** Someone used it lately, so someone will ask again. */
    boolean hot(Slot slot) {
        return slot.pinned || cache.nowMillis() - slot.usedAtMillis < cache.settings().hotFor().toMillis();
    }

    private void finish(Slot slot, Fill fill, Fill.Outcome outcome) {
        slot.lastFillFailed = outcome instanceof Fill.Outcome.Failed
                || outcome instanceof Fill.Outcome.Passed passed && Upstreams.failed(passed.status());
        slot.lastFillMillis = cache.nowMillis() - fill.startedAtMillis;
        slot.filling.set(null);
        fill.outcome.complete(outcome);
        if (outcome instanceof Fill.Outcome.Kept kept && kept.stored().purged() && hot(slot)) {
            soon(slot);
        }
        if (!(outcome instanceof Fill.Outcome.Kept)) {
            cache.trim();
        }
    }

    private Mono<Raw> fetch(Slot slot, Trace trace, boolean primary) {
        return http.headers(h -> {
            h.set("Accept", "*/*").set("traceparent", trace.traceparent()).set(AnswerHeaders.REQUEST_ID,
                    trace.traceId());
            if (slot.saveData) {
                h.set("Save-Data", "on");
            }
            if (primary) {
                h.set("Cache-Refresh", "primary");
            }
        }).get().uri(slot.origin.base().resolve(slot.target).toString()).response(this::collect).next();
    }

    private Fill.Outcome judge(Slot slot, Raw raw, Fill fill) {
        byte[] body = raw.body;
        if (body == null) {
            slot.passUntilMillis = cache.nowMillis() + PASS_FOR.toMillis();
            return new Fill.Outcome.TooLarge();
        }
        HttpHeaders headers = raw.headers;
        String targeted = headers.get("Tarang-Cache-Control");
        Freshness freshness = Freshness.of(targeted != null ? targeted : headers.get("CDN-Cache-Control"),
                headers.get("Cache-Control"));
        Set<String> vary = list(headers.getAll("Vary"), true);
        boolean shared = vary.stream().allMatch(v -> KEYED.contains(v) || PER_CALLER.contains(v));
        if (!STORABLE.contains(raw.status) || !freshness.storable() || !shared || headers.contains("Set-Cookie")
                || headers.contains("Content-Encoding")) {
            // What is not shared, or not for nobody, is asked for each caller without asking as nobody first.
            if (raw.status == 200 || raw.status == 401) {
                slot.passUntilMillis = cache.nowMillis() + PASS_FOR.toMillis();
            }
            return new Fill.Outcome.Passed(raw.status, end2end(headers, true), body);
        }
        Answer answer = new Answer(raw.status, kept(headers, vary), headers.get("ETag"), body);
        Stored stored = new Stored(answer, list(headers.getAll("Cache-Tag"), false), freshness,
                vary.stream().anyMatch(PER_CALLER::contains), cache.nowMillis(), age(headers.get("Age")));
        return new Fill.Outcome.Kept(cache.store(slot, stored, fill));
    }

    private static List<Map.Entry<String, String>> kept(HttpHeaders headers, Set<String> vary) {
        List<Map.Entry<String, String>> kept = end2end(headers, false);
        if (!vary.contains("accept-encoding")) {
            kept.add(Map.entry("Vary", "Accept-Encoding"));
        }
        if (!headers.contains("Date")) {
            kept.add(Map.entry("Date", HttpDate.now()));
        }
        return kept;
    }

    private static List<Map.Entry<String, String>> end2end(HttpHeaders headers, boolean etag) {
        List<Map.Entry<String, String>> kept = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.startsWith("access-control-") && (!NOT_KEPT.contains(name) || etag && name.equals("etag"))) {
                kept.add(Map.entry(canonicalName(name), header.getValue()));
            }
        }
        return kept;
    }

    private static String canonicalName(String lower) {
        StringBuilder name = new StringBuilder(lower);
        for (int i = 0; i < name.length(); i++) {
            if (i == 0 || name.charAt(i - 1) == '-') {
                name.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return name.toString();
    }

    static Set<String> list(List<String> fields, boolean lower) {
        Set<String> members = new LinkedHashSet<>();
        fields.stream().flatMap(f -> Arrays.stream(f.split(",", -1))).map(String::strip).filter(s -> !s.isEmpty())
                .forEach(s -> members.add(lower ? s.toLowerCase(Locale.ROOT) : s));
        return members;
    }

    private static long age(@Nullable String age) {
        return age == null || age.isEmpty() || age.length() > 9 || !age.chars().allMatch(c -> c >= '0' && c <= '9')
                ? 0
                : Long.parseLong(age) * 1000;
    }

    private Mono<Raw> collect(HttpClientResponse response, ByteBufFlux body) {
        int limit = (int) cache.settings().maxEntry().toBytes();
        int status = response.status().code();
        return body.asByteArray().collect(ByteArrayOutputStream::new, (out, bytes) -> {
            if (out.size() + bytes.length > limit) {
                throw new TooLarge();
            }
            out.writeBytes(bytes);
        }).map(out -> new Raw(status, response.responseHeaders(), out.toByteArray()))
                .onErrorResume(TooLarge.class, e -> Mono.just(new Raw(status, response.responseHeaders(), null)));
    }
}
