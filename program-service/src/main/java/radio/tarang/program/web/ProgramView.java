package radio.tarang.program.web;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.Program;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.ProgramRow;

/**
 * A programme as every answer shows it. Absent members are left out; {@code stateId} is null for a national programme, which is why it is an Optional:
 * empty is written as null, null is left out (a sparse field set).
 */
@JsonInclude(Include.NON_NULL)
public record ProgramView(@Nullable UUID id, @Nullable UUID stationId, @Nullable String stationName,
        @Nullable Optional<String> stateId,
        @Nullable String title, @Nullable String description, @Nullable String category, @Nullable String hostName,
        @Nullable String hostId,
        @Nullable String language, @Nullable UUID scheduleId, @Nullable Instant scheduledStart,
        @Nullable Instant scheduledEnd,
        @Nullable Instant actualStart,
        @Nullable Instant actualEnd, @Nullable Long delayMinutes, @Nullable String reason, @Nullable UUID replaces,
        @Nullable String status,
        @Nullable String imageUrl, @Nullable List<String> tags,
        @Nullable String streamUrl,
        @Nullable String externalId, @Nullable UUID createdBy, @Nullable Instant createdAt, @Nullable Instant updatedAt,
        @Nullable Long version) {
    private static final Set<String> MEMBERS = Set.of("id", "stationId", "stationName", "stateId", "title",
            "description", "category",
            "hostName", "hostId", "language", "scheduleId", "scheduledStart", "scheduledEnd", "actualStart",
            "actualEnd", "delayMinutes", "reason", "replaces", "status",
            "imageUrl", "tags",
            "streamUrl", "externalId", "createdBy", "createdAt", "updatedAt", "version");
    /** Why {@code delayMinutes} is there: what was on air before it ran over. */
    private static final String RUNNING_LATE = "running-late";
    /** A state hears this instead of a national programme, or the national one in another language. */
    private static final String OPT_OUT = "opt-out";
    /** A state hears a national programme later than the country. */
    private static final String DELAYED = "delayed";
    private static final Set<String> HEAVY = Set.of("description", "tags", "imageUrl");

    public static ProgramView of(Program p, @Nullable String streamUrl) {
        ProgramDetails d = p.details();
        long delayMinutes = p.delay().plusSeconds(59).toMinutes();
        boolean late = delayMinutes > 0 && !p.status().isFinal();
        return new ProgramView(p.id(), p.station().id(), p.station().name(), Optional.ofNullable(p.station().stateId()),
                d.title(),
                d.description(), d.category(), d.hostName(), d.hostId(), d.language(),
                p.occurrence() == null ? null : p.occurrence().scheduleId(), p.slot().start(), p.slot().end(),
                p.actualStart(), p.actualEnd(), late ? delayMinutes : null, late ? RUNNING_LATE : null, null,
                p.status().word(), d.imageUrl(), d.tags(), streamUrl, d.externalId(), p.createdBy(), p.createdAt(),
                p.updatedAt(), p.version());
    }

    /** From {@link ProgramRow#COLUMNS} and {@code stream_url}. */
    public static ProgramView of(ResultSet row, int number) throws SQLException {
        return of(Objects.requireNonNull(ProgramRow.MAPPER.mapRow(row, number)), row.getString("stream_url"));
    }

    /** This programme on air in a state in place of a national one. */
    public ProgramView insteadOf(UUID national) {
        return new ProgramView(id, stationId, stationName, stateId, title, description, category, hostName, hostId,
                language, scheduleId, scheduledStart, scheduledEnd, actualStart, actualEnd, delayMinutes, OPT_OUT,
                national, status, imageUrl, tags, streamUrl, externalId, createdBy, createdAt, updatedAt, version);
    }

    /** This national programme as a state hears it that chose another language for itself. */
    public ProgramView spokenIn(String otherLanguage) {
        return new ProgramView(id, stationId, stationName, stateId, title, description, category, hostName, hostId,
                otherLanguage, scheduleId, scheduledStart, scheduledEnd, actualStart, actualEnd, delayMinutes,
                reason == null ? OPT_OUT : reason, replaces, status, imageUrl, tags, streamUrl, externalId, createdBy,
                createdAt,
                updatedAt, version);
    }

    /**
     * This national programme as a state hears it that takes it later: every time of it is moved, so that nothing in the answer contradicts the rest.
     *
     * @param heard its status there, at the moment of the answer
     */
    public ProgramView heardLater(long minutes, String heard) {
        Instant began = heard.equals("scheduled") ? null : later(actualStart, minutes);
        Instant over = heard.equals("ended") ? later(actualEnd, minutes) : null;
        return new ProgramView(id, stationId, stationName, stateId, title, description, category, hostName, hostId,
                language, scheduleId, later(scheduledStart, minutes), later(scheduledEnd, minutes), began, over,
                minutes, DELAYED, replaces, heard, imageUrl, tags, streamUrl, externalId, createdBy, createdAt,
                updatedAt,
                version);
    }

    private static @Nullable Instant later(@Nullable Instant instant, long minutes) {
        return instant == null ? null : instant.plus(minutes, ChronoUnit.MINUTES);
    }

    /** When the clock changes this programme next; null if never. */
    public @Nullable Instant nextBoundary() {
        return switch (String.valueOf(status)) {
            case "scheduled" -> scheduledStart;
            case "live" -> scheduledEnd;
            default -> null;
        };
    }

    /** The version of a complete view. */
    public long knownVersion() {
        return Objects.requireNonNull(version);
    }

    /** The members of a list's entries asked for. */
    public static Members members(@Nullable String fields, @Nullable String saveData) {
        return Members.of(MEMBERS, HEAVY, fields, saveData);
    }

    public ProgramView only(Members wanted) {
        return wanted.areAll()
                ? this
                : new ProgramView(wanted.pick("id", id), wanted.pick("stationId", stationId),
                        wanted.pick("stationName", stationName),
                        wanted.pick("stateId", stateId), wanted.pick("title", title),
                        wanted.pick("description", description),
                        wanted.pick("category", category), wanted.pick("hostName", hostName),
                        wanted.pick("hostId", hostId),
                        wanted.pick("language", language), wanted.pick("scheduleId", scheduleId),
                        wanted.pick("scheduledStart", scheduledStart),
                        wanted.pick("scheduledEnd", scheduledEnd), wanted.pick("actualStart", actualStart),
                        wanted.pick("actualEnd", actualEnd), wanted.pick("delayMinutes", delayMinutes),
                        wanted.pick("reason", reason), wanted.pick("replaces", replaces),
                        wanted.pick("status", status), wanted.pick("imageUrl", imageUrl), wanted.pick("tags", tags),
                        wanted.pick("streamUrl", streamUrl), wanted.pick("externalId", externalId),
                        wanted.pick("createdBy", createdBy), wanted.pick("createdAt", createdAt),
                        wanted.pick("updatedAt", updatedAt), wanted.pick("version", version));
    }
}
