package radio.tarang.program;

import java.util.List;

import radio.tarang.program.Findings.Finding;

/**
 * The service understood and says no. Each reason is a stable problem type of the API; the detail is written for the caller and holds nothing internal.
 */
public final class Refusal extends RuntimeException {
    /** The slug is the last part of the problem's type URI. */
    public enum Reason {
        VALIDATION_FAILED("validation-failed", 400, "The request is not valid"), //
        FORBIDDEN("forbidden", 403, "You may not do this"), //
        UNKNOWN_STATE("unknown-state", 404, "No such state"), //
        UNKNOWN_STATION("unknown-station", 404, "No such station"), //
        UNKNOWN_PROGRAM("unknown-program", 404, "No such programme"), //
        UNKNOWN_SONG("unknown-song", 404, "No such song"), //
        UNKNOWN_PLAYLIST("unknown-playlist", 404, "No such playlist"), //
        UNKNOWN_IMPORT("unknown-import", 404, "No such import"), //
        UNKNOWN_OPT_OUT("unknown-opt-out", 404, "No such opt-out"), //
        UNKNOWN_SCHEDULE("unknown-schedule", 404, "No such schedule"), //
        ILLEGAL_TRANSITION("illegal-transition", 409, "A programme cannot take this step"), //
        PROGRAM_OVERLAP("program-overlap", 409, "The station already has a programme at that time"), //
        PROGRAM_NOT_LIVE("program-not-live", 409, "The programme is not live"), //
        PROGRAM_IS_LIVE("program-is-live", 409, "The programme is live"), //
        PROGRAM_NOT_NATIONAL("program-not-national", 409, "The programme is not national"), //
        OVERRUN_TOO_LONG("overrun-too-long", 409, "There is no room to run over so long"), //
        STATION_IN_USE("station-in-use", 409, "The station has programmes"), //
        EXTERNAL_ID_TAKEN("external-id-taken", 409, "The external id is taken"), //
        TOO_MANY("too-many", 409, "There are as many as there may be"), //
        QUEUE_FULL("queue-full", 409, "Too many songs wait"), //
        IDEMPOTENCY_IN_PROGRESS("idempotency-in-progress", 409, "The same request is being answered"), //
        IMMUTABLE("immutable", 409, "This does not change any more"), //
        PRECONDITION_FAILED("precondition-failed", 412, "It has changed since you read it"), //
        PAYLOAD_TOO_LARGE("payload-too-large", 413, "The request body is too large"), //
        UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415, "The body's type is not supported"), //
        IDEMPOTENCY_KEY_REUSED("idempotency-key-reused", 422, "The key belongs to another request"), //
        SESSION_REQUIRED("session-required", 428, "Say who you are first");

        private final String slug;
        private final int status;
        private final String title;

        Reason(String slug, int status, String title) {
            this.slug = slug;
            this.status = status;
            this.title = title;
        }

        public String slug() {
            return slug;
        }

        public int status() {
            return status;
        }

        public String title() {
            return title;
        }
    }

    private final Reason reason;
    private final transient List<Finding> findings;

    public Refusal(Reason reason, String detail) {
        this(reason, detail, List.of());
    }

    private Refusal(Reason reason, String detail, List<Finding> findings) {
        super(detail, null, false, false);
        this.reason = reason;
        this.findings = findings;
    }

    public static Refusal invalid(List<Finding> findings) {
        return new Refusal(Reason.VALIDATION_FAILED,
                findings.size() == 1 ? "One field is wrong." : findings.size() + " fields are wrong.",
                List.copyOf(findings));
    }

    public static Refusal invalid(String field, String message) {
        return invalid(List.of(new Finding(field, message)));
    }

    public static Refusal unknown(Reason reason, String id) {
        return new Refusal(reason,
                "There is nothing with the id '" + (id.length() > 64 ? id.substring(0, 64) + "…" : id) + "'.");
    }

    public static Refusal illegalTransition(ProgramStatus from, ProgramStatus to) {
        return new Refusal(Reason.ILLEGAL_TRANSITION,
                "A programme that is " + from.word() + " cannot become " + to.word() + ".");
    }

    public static Refusal programNotLive(ProgramStatus status) {
        return new Refusal(Reason.PROGRAM_NOT_LIVE, "The programme is " + status.word() + ".");
    }

    public static Refusal programIsLive() {
        return new Refusal(Reason.PROGRAM_IS_LIVE, "End or cancel the programme first.");
    }

    public static Refusal immutable(String detail) {
        return new Refusal(Reason.IMMUTABLE, detail);
    }

    public static Refusal changedMeanwhile() {
        return new Refusal(Reason.PRECONDITION_FAILED,
                "Somebody else changed it first. Read it again and repeat your change.");
    }

    public Reason reason() {
        return reason;
    }

    public List<Finding> findings() {
        return findings;
    }
}
