package radio.tarang.program.importing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import radio.tarang.program.importing.CalendarFields.Field;

/**
 * The zones a file's times may name: those of the time zone database, by id or at the end of a longer name, and those the file defines itself. A zone
 * that both know is the database's: it hears of changes that files do not. Nothing is fetched (a definition's TZURL is not looked at) and nothing is
 * registered beyond the file.
 */
final class CalendarZones {
    private static final int MAX_ZONES = 100;
    private static final LocalDateTime EARLIEST = LocalDate.of(1970, 1, 1).atStartOfDay();
    private static final LocalDateTime LATEST = LocalDate.of(2100, 1, 1).atStartOfDay();

    private final Map<String, ZoneRules> known = new HashMap<>();
    private final RecurrenceBudget budget;

    CalendarZones(RecurrenceBudget budget) {
        this.budget = budget;
    }

    /** @throws DateTimeException if the file's times name a zone that nobody defines */
    ZoneRules rules(String id) {
        ZoneRules rules = known.computeIfAbsent(id, CalendarZones::ofDatabase);
        if (rules == null) {
            throw new DateTimeException("names the time zone '" + ImportRow.shortened(id)
                    + "', which neither the file nor the time zone database defines");
        }
        return rules;
    }

    /** A VTIMEZONE. One that cannot be understood is as good as none: only times that name it are in error. */
    void define(List<CalendarFields> timeZone) {
        String id = timeZone.getFirst().text("TZID");
        if (id == null || known.size() >= MAX_ZONES || known.containsKey(id)) {
            return;
        }
        ZoneRules rules = ofDatabase(id);
        String alias = timeZone.getFirst().text("X-LIC-LOCATION");
        if (rules == null && alias != null) {
            rules = ofDatabase(alias);
        }
        try {
            known.put(id, rules == null ? ofObservances(timeZone.subList(1, timeZone.size())) : rules);
        } catch (DateTimeException | IllegalArgumentException | RecurrenceBudget.Exceeded e) {
            // said where a time names it
        }
    }

    private static @Nullable ZoneRules ofDatabase(String id) {
        String name = id.strip();
        while (!name.isEmpty()) {
            try {
                return ZoneId.of(name).getRules();
            } catch (DateTimeException e) {
                int slash = name.indexOf('/');
                name = slash < 0 ? "" : name.substring(slash + 1);
            }
        }
        return null;
    }

    private ZoneRules ofObservances(List<CalendarFields> observances) throws RecurrenceBudget.Exceeded {
        TreeMap<LocalDateTime, ZoneOffsetTransition> transitions = new TreeMap<>();
        ZoneOffset only = null;
        for (CalendarFields observance : observances) {
            ZoneOffset before = offset(observance, "TZOFFSETFROM");
            ZoneOffset after = offset(observance, "TZOFFSETTO");
            only = after;
            if (!before.equals(after)) {
                for (LocalDateTime onset : onsets(observance, before)) {
                    transitions.put(onset, ZoneOffsetTransition.of(onset, before, after));
                }
            }
        }
        if (only == null) {
            throw new DateTimeException("no observance");
        }
        ZoneOffset first = transitions.isEmpty() ? only : transitions.firstEntry().getValue().getOffsetBefore();
        return ZoneRules.of(first, first, List.of(), List.copyOf(transitions.values()), List.of());
    }

    private List<LocalDateTime> onsets(CalendarFields observance, ZoneOffset before)
            throws RecurrenceBudget.Exceeded {
        ZoneRules rules = before.getRules();
        CalendarTime start = CalendarTime.parse(observance.first("DTSTART").map(Field::value).orElse(""), rules);
        List<LocalDateTime> onsets = new ArrayList<>();
        onsets.add(start.local());
        for (Field dates : observance.all("RDATE")) {
            for (String date : dates.value().split(",")) {
                onsets.add(CalendarTime.parse(date, rules).local());
            }
        }
        for (Field rule : observance.all("RRULE")) {
            // Exchange begins its zones in 1601; nothing is on air before 1970.
            CalendarTime seed = start.local().isBefore(EARLIEST)
                    ? start.at(start.local().withYear(EARLIEST.getYear()))
                    : start;
            onsets.addAll(Recurrence.of(rule.value()).between(seed, EARLIEST, LATEST, budget));
        }
        return onsets.stream().filter(onset -> onset.isBefore(LATEST)).distinct().toList();
    }

    private static ZoneOffset offset(CalendarFields observance, String name) {
        String text = observance.first(name).map(Field::value).orElse("");
        return ZoneOffset.of(text.length() == 7 ? text.substring(0, 5) : text);
    }
}
