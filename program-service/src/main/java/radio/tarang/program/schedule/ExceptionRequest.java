package radio.tarang.program.schedule;

import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;
import radio.tarang.program.Text;
import radio.tarang.program.schedule.Deviation.Action;

/** A date on which a show is not as usual, as an editor sends it. */
record ExceptionRequest(@Nullable String date, @Nullable String action, @Nullable String toDate,
        @Nullable String startTime, @Nullable String endTime, @Nullable String title, @Nullable String description,
        @Nullable String hostName) {
    /** How far a broadcast may be moved. What was generated is remembered for longer than that. */
    static final int MAX_DAYS_MOVED = 366;

    /** By date; each date once. */
    static SortedMap<LocalDate, Deviation> checked(@Nullable List<@Nullable ExceptionRequest> raw, Findings findings) {
        SortedMap<LocalDate, Deviation> exceptions = new TreeMap<>();
        if (raw == null) {
            return exceptions;
        }
        if (raw.size() > Schedule.MAX_EXCEPTIONS) {
            findings.add("exceptions", "must be at most " + Schedule.MAX_EXCEPTIONS);
            return exceptions;
        }
        for (int i = 0; i < raw.size(); i++) {
            ExceptionRequest one = raw.get(i);
            String field = "exceptions[" + i + "]";
            Deviation deviation = one == null ? null : one.deviation(field + ".", findings);
            if (one == null) {
                findings.add(field, "must not be null");
            } else if (deviation != null && exceptions.put(deviation.date(), deviation) != null) {
                findings.add(field + ".date", "is there twice");
            }
        }
        return exceptions;
    }

    /** Null if something is wrong; the findings then say what. */
    private @Nullable Deviation deviation(String field, Findings findings) {
        Findings own = new Findings();
        LocalDate on = ScheduleRequest.date(field + "date", date, own);
        if (date == null) {
            own.add(field + "date", "is required");
        }
        Action what = Arrays.stream(Action.values()).filter(one -> one.word().equals(action)).findFirst().orElse(null);
        LocalDate to = ScheduleRequest.date(field + "toDate", toDate, own);
        LocalTime start = ScheduleRequest.time(field + "startTime", startTime, own);
        LocalTime end = ScheduleRequest.time(field + "endTime", endTime, own);
        String ownTitle = Text.line(field + "title", title, 255, own);
        String ownDescription = Text.lines(field + "description", description, 1000, own);
        String ownHost = Text.line(field + "hostName", hostName, 255, own);
        if (what == null) {
            own.add(field + "action", "must be skip, move or replace");
        } else if (own.isEmpty()) {
            checkMembers(field, what, own);
        }
        if (on != null && to != null && Math.abs(to.toEpochDay() - on.toEpochDay()) > MAX_DAYS_MOVED) {
            own.add(field + "toDate", "must be at most " + MAX_DAYS_MOVED + " days away");
        }
        own.all().forEach(finding -> findings.add(finding.field(), finding.message()));
        return on == null || what == null || !own.isEmpty()
                ? null
                : new Deviation(on, what, to, start, end, ownTitle, ownDescription, ownHost);
    }

    /** Whoever says what an action does not do would be surprised. */
    private void checkMembers(String field, Action what, Findings findings) {
        boolean texts = Stream.of(title, description, hostName).anyMatch(text -> text != null);
        boolean times = startTime != null || endTime != null;
        switch (what) {
            case SKIP -> {
                if (texts || times || toDate != null) {
                    findings.add(field + "action", "skip takes a date and nothing else");
                }
            }
            case MOVE -> {
                if (!times && toDate == null) {
                    findings.add(field + "toDate", "say toDate, startTime or endTime");
                }
            }
            case REPLACE -> {
                if (toDate != null) {
                    findings.add(field + "toDate", "is for move");
                } else if (!texts && !times) {
                    findings.add(field + "title", "say what replaces it");
                }
            }
        }
    }
}
