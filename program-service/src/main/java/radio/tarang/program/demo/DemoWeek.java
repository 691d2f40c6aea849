package radio.tarang.program.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import radio.tarang.program.ProgramDetails;
import radio.tarang.program.Slot;

/**
 * The files under {@code demo/} read and put together: a day pattern told in a station's languages. The same station and day always give the same
 * programmes.
 */
final class DemoWeek {
    static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm");
    private static final List<String> LAST_RESORT = List.of("hi", "en");

    /** @param shiftMinutes moves every boundary of the pattern */
    record DemoStation(String name, @Nullable String state, List<String> languages, String pattern, int shiftMinutes,
            String streamUrl) {
        String externalId() {
            return "demo:" + name.toLowerCase(Locale.ROOT).replace(' ', '-');
        }
    }

    /** One programme of a station's day. */
    record DemoProgram(ProgramDetails details, Slot slot) {
    }

    private record Kind(String category, List<String> tags) {
    }

    private record Told(String title, String about) {
    }

    /** A language's shows and hosts; neither need be complete. */
    private record Voice(Map<String, List<Told>> shows, List<String> hosts) {
    }

    private final List<DemoStation> stations = new ArrayList<>();
    private final Map<String, TreeMap<LocalTime, String>> patterns = new TreeMap<>();
    private final Map<String, Kind> kinds = new TreeMap<>();
    private final Map<String, @Nullable Voice> voices = new TreeMap<>();

    DemoWeek() {
        for (Object entry : (List<?>) yaml("stations.yaml")) {
            Map<?, ?> s = (Map<?, ?>) entry;
            stations.add(
                    new DemoStation(text(s, "name"), (String) s.get("state"), texts(s, "languages"), text(s, "day"),
                            (Integer) Objects.requireNonNull(s.get("shift")), text(s, "stream")));
        }
        ((Map<?, ?>) yaml("days.yaml")).forEach((name, value) -> {
            if (name.equals("shows")) {
                ((Map<?, ?>) value).forEach((show, kind) -> kinds.put((String) show,
                        new Kind(text((Map<?, ?>) kind, "category"), texts((Map<?, ?>) kind, "tags"))));
            } else {
                ((Map<?, ?>) value).forEach((part, times) -> {
                    TreeMap<LocalTime, String> pattern = new TreeMap<>();
                    ((Map<?, ?>) times)
                            .forEach((time, show) -> pattern.put(LocalTime.parse((String) time), (String) show));
                    patterns.put(name + "/" + part, pattern);
                });
            }
        });
    }

    List<DemoStation> stations() {
        return List.copyOf(stations);
    }

    /** What begins on a station on a local day, in order; the first of the next day follows without a gap. */
    List<DemoProgram> day(DemoStation station, LocalDate day) {
        List<LocalTime> starts = List.copyOf(pattern(station, day).keySet());
        List<DemoProgram> programs = new ArrayList<>(starts.size());
        for (int i = 0; i < starts.size(); i++) {
            LocalDateTime start = day.atTime(starts.get(i)).plusMinutes(station.shiftMinutes());
            LocalDateTime end = (i + 1 < starts.size() ? day.atTime(starts.get(i + 1)) : day.plusDays(1).atStartOfDay())
                    .plusMinutes(station.shiftMinutes());
            String show = Objects.requireNonNull(pattern(station, day).get(starts.get(i)));
            programs.add(new DemoProgram(details(station, show, start),
                    new Slot(start.atZone(ZONE).toInstant(), end.atZone(ZONE).toInstant())));
        }
        return programs;
    }

    private TreeMap<LocalTime, String> pattern(DemoStation station, LocalDate day) {
        boolean weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
        return Objects.requireNonNull(patterns.get(station.pattern() + (weekend ? "/weekend" : "/weekday")),
                station.pattern());
    }

    private ProgramDetails details(DemoStation station, String show, LocalDateTime start) {
        Kind kind = Objects.requireNonNull(kinds.get(show), show);
        // Varies by station, weekday and hour, but is the same every week: a schedule, not a lottery.
        int choice = Math.floorMod((station.name() + start.getDayOfWeek() + start.getHour()).hashCode(), 9_973);
        List<String> languages = new ArrayList<>(station.languages());
        if (choice % 4 == 0) {
            // Every fourth hour or so the other languages of a station have their turn.
            Collections.rotate(languages, 1 + choice / 4 % languages.size());
        }
        languages.addAll(LAST_RESORT);
        for (String language : languages) {
            Voice voice = voice(language);
            if (voice != null && voice.shows().get(show) instanceof List<Told> told) {
                Told chosen = told.get(choice % told.size());
                return new ProgramDetails(chosen.title(), chosen.about(), kind.category(),
                        host(show, voice, languages, choice), null,
                        language, null, kind.tags(), station.externalId() + ":" + STAMP.format(start));
            }
        }
        throw new IllegalStateException("No title for " + show + " in " + languages);
    }

    /** News and music without words have none. Dialects borrow their hosts from the next language that has some. */
    private @Nullable String host(String show, Voice voice, List<String> languages, int choice) {
        if (show.equals("news") || show.equals("bulletin") || show.equals("instrumental") || show.equals("weather")) {
            return null;
        }
        List<String> hosts = voice.hosts();
        for (int i = 0; hosts.isEmpty() && i < languages.size(); i++) {
            Voice other = voice(languages.get(i));
            hosts = other == null ? hosts : other.hosts();
        }
        return hosts.isEmpty() ? null : hosts.get(choice / 7 % hosts.size());
    }

    private @Nullable Voice voice(String language) {
        if (!voices.containsKey(language)) {
            voices.put(language,
                    new ClassPathResource("demo/shows/" + language + ".yaml").exists() ? read(language) : null);
        }
        return voices.get(language);
    }

    private static Voice read(String language) {
        Map<String, List<Told>> shows = new TreeMap<>();
        Map<?, ?> file = (Map<?, ?>) yaml("shows/" + language + ".yaml");
        file.forEach((show, value) -> {
            if (value instanceof String titles) {
                shows.put((String) show, Arrays.stream(titles.split(" / ")).map(title -> title.split(" — ", 2))
                        .map(title -> new Told(title[0], title[1])).toList());
            }
        });
        return new Voice(shows, file.containsKey("hosts") ? texts(file, "hosts") : List.of());
    }

    private static Object yaml(String name) {
        try (InputStream in = new ClassPathResource("demo/" + name).getInputStream()) {
            return new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Map<?, ?> map, String key) {
        return (String) Objects.requireNonNull(map.get(key), key);
    }

    private static List<String> texts(Map<?, ?> map, String key) {
        return ((List<?>) Objects.requireNonNull(map.get(key), key)).stream().map(String.class::cast).toList();
    }
}
