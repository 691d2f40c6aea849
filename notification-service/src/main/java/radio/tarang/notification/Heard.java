package radio.tarang.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import radio.tarang.notification.Programme.Status;

/**
 * A programme as one state hears it: when, in which language, and in whose place. The rules are those of the state's listing, which program-service
 * computes from the same opt-outs.
 *
 * @param status there, at that moment
 * @param start there
 * @param boundary when the clock alone changes it there, which no event tells; null if never, or if an event does
 */
record Heard(Programme programme, Status status, Instant start, @Nullable Instant boundary, ObjectNode item) {
    static final Comparator<Heard> BY_TIME = Comparator.comparing(Heard::start)
            .thenComparing(heard -> heard.programme().id());

    /** The state's own, then the national ones, each by time. */
    static List<Heard> all(State state, Projection projection, Instant now) {
        List<Heard> own = new ArrayList<>();
        projection.current(state).forEach(programme -> own.add(own(programme, projection)));
        own.sort(BY_TIME);
        List<Heard> national = new ArrayList<>();
        for (Programme programme : projection.current(State.NATIONAL)) {
            OptOut optOut = projection.optOut(state, programme.id());
            if (optOut == null || optOut.heardWithTheCountry()) {
                national.add(together(programme, optOut, projection));
            } else if (optOut.delayed()) {
                national.add(later(programme, optOut, projection, now));
            }
        }
        national.sort(BY_TIME);
        own.addAll(national);
        return own;
    }

    /** When something next starts or ends for this state alone. */
    static Stream<Instant> boundaries(State state, Projection projection, Instant now) {
        return projection.optOuts(state).stream().filter(OptOut::delayed).flatMap(optOut -> {
            Programme programme = projection.programme(optOut.replaces());
            return Stream.ofNullable(programme == null ? null : later(programme, optOut, projection, now).boundary());
        });
    }

    /** Its own programme, or a national one heard as everybody hears it. */
    static Heard own(Programme programme, Projection projection) {
        ObjectNode item = item(programme, projection);
        String replaced = projection.replacedBy(programme);
        if (replaced != null) {
            item.put("reason", "opt-out").put("replaces", replaced);
        }
        return new Heard(programme, programme.status(), programme.start(), null, item);
    }

    /** With the country, perhaps in another language. */
    static Heard together(Programme programme, @Nullable OptOut optOut, Projection projection) {
        ObjectNode item = item(programme, projection);
        if (optOut != null) {
            item.put("language", optOut.language());
            item.putIfAbsent("reason", StringNode.valueOf("opt-out"));
        }
        return new Heard(programme, programme.status(), programme.start(), null, item);
    }

    /** What a state that departs from a national programme hears of it or in its place, as far as listeners see it; empty if nothing. */
    static ObjectNode apart(OptOut optOut, Projection projection, Instant now) {
        Programme programme = projection.programme(optOut.replaces());
        String replacement = optOut.replacement();
        Programme instead = replacement == null ? null : projection.programme(replacement);
        if (optOut.delayed()) {
            return programme == null
                    ? JsonNodeFactory.instance.objectNode()
                    : later(programme, optOut, projection, now).item().remove(List.of("version", "updatedAt"));
        }
        return instead == null ? JsonNodeFactory.instance.objectNode() : own(instead, projection).item();
    }

    private static Heard later(Programme programme, OptOut optOut, Projection projection, Instant now) {
        Duration delay = Duration.ofMinutes(optOut.delayMinutes());
        ObjectNode item = item(programme, projection);
        Instant from = earlier(programme.start(), instant(item, "actualStart")).plus(delay);
        Instant until = (programme.status() == Status.ENDED
                ? earlier(programme.end(), instant(item, "actualEnd"))
                : programme.end()).plus(delay);
        Status status = programme.status() == Status.SCHEDULED || from.isAfter(now)
                ? Status.SCHEDULED
                : programme.status() == Status.LIVE || until.isAfter(now) ? Status.LIVE : Status.ENDED;
        move(item, "scheduledStart", delay);
        move(item, "scheduledEnd", delay);
        move(item, "actualStart", status == Status.SCHEDULED ? null : delay);
        move(item, "actualEnd", status == Status.ENDED ? delay : null);
        item.put("status", status.name().toLowerCase(java.util.Locale.ROOT)).put("reason", "delayed")
                .put("delayMinutes", optOut.delayMinutes());
        if (optOut.language() != null) {
            item.put("language", optOut.language());
        }
        Instant boundary = from.isAfter(now) ? from : until.isAfter(now) ? until : null;
        return new Heard(programme, status, programme.start().plus(delay), boundary, item);
    }

    private static ObjectNode item(Programme programme, Projection projection) {
        return programme.listed(projection.streamUrl(programme.stationId()));
    }

    /** @param delay null: it has not come to that there */
    private static void move(ObjectNode item, String member, @Nullable Duration delay) {
        Instant known = instant(item, member);
        if (known != null && delay != null) {
            item.put(member, known.plus(delay).toString());
        } else if (known != null) {
            item.remove(member);
        }
    }

    private static @Nullable Instant instant(ObjectNode item, String member) {
        JsonNode value = item.path(member);
        return value.isString() ? Instant.parse(value.stringValue()) : null;
    }

    private static Instant earlier(Instant planned, @Nullable Instant actual) {
        return actual == null || planned.isBefore(actual) ? planned : actual;
    }
}
