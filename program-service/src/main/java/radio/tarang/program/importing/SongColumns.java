package radio.tarang.program.importing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

import radio.tarang.program.Findings;
import radio.tarang.program.SongDetails;

/**
 * Which column of a songs list is what. Lists are named by people: "Song Clean" is a title, "Release Year" beats "Year?", and case and punctuation say nothing.
 * A song is not lost over a year, a duration or a genre that cannot be read; it goes without.
 */
final class SongColumns {
    private static final List<String> TITLE = List.of("title", "songtitle", "song", "songclean", "songname", "track",
            "trackname", "tracktitle", "name");
    private static final List<String> ARTIST = List.of("artist", "artistclean", "artistname", "artists", "singer",
            "singers", "performer", "band");
    private static final List<String> YEAR = List.of("releaseyear", "yearofrelease", "released", "releasedate", "year");
    private static final List<String> MILLISECONDS = List.of("durationms", "durationmillis", "milliseconds");
    private static final List<String> DURATION = List.of("duration", "durationseconds", "seconds", "length", "time");
    private static final List<String> GENRE = List.of("genre", "genres", "style");
    private static final List<String> LANGUAGE = List.of("language", "lang");
    private static final Pattern YEAR_TEXT = Pattern.compile("([12]\\d{3})(?:\\D.*)?");
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,8})(?:\\.\\d+)?");
    private static final Pattern CLOCK = Pattern.compile("(?:(\\d{1,2}):)?(\\d{1,3}):([0-5]\\d)");
    private static final int MAX_GENRES = 20;
    private static final int NONE = -1;

    private final List<String> header;
    private final int title;
    private final int artist;

    /** @throws Unreadable if there is no column for the title or the artist */
    SongColumns(CSVRecord names) throws Unreadable {
        header = names.stream().map(SongColumns::plain).toList();
        title = column(TITLE);
        artist = column(ARTIST);
        if (title == NONE || artist == NONE) {
            throw new Unreadable(1, "This is no songs list: its first line must name the columns, among them "
                    + (title == NONE ? "the title" : "the artist") + ".");
        }
    }

    @Nullable
    String title(CSVRecord row) {
        return text(row, title);
    }

    SongDetails details(CSVRecord row, Findings findings) {
        return SongDetails.checked(text(row, title), text(row, artist), null, null, null, seconds(row),
                genres(text(row, column(GENRE))), Decorations.language(text(row, column(LANGUAGE))),
                year(text(row, column(YEAR))), null, findings);
    }

    private @Nullable Integer seconds(CSVRecord row) {
        String millis = text(row, column(MILLISECONDS));
        if (millis != null) {
            Integer read = number(millis);
            return read == null ? null : possible(read / 1000L);
        }
        String text = text(row, column(DURATION));
        if (text == null) {
            return null;
        }
        Matcher clock = CLOCK.matcher(text);
        if (clock.matches()) {
            long hours = clock.group(1) == null ? 0 : Long.parseLong(clock.group(1));
            return possible(hours * 3600 + Long.parseLong(clock.group(2)) * 60 + Long.parseLong(clock.group(3)));
        }
        Integer read = number(text);
        return read == null ? null : possible(read);
    }

    private static @Nullable Integer number(String text) {
        Matcher number = SECONDS.matcher(text);
        return number.matches() ? Integer.valueOf(number.group(1)) : null;
    }

    /** A length that no song has is none. */
    private static @Nullable Integer possible(long seconds) {
        Findings findings = new Findings();
        SongDetails.checked("x", "x", null, null, null, (int) Math.min(seconds, Integer.MAX_VALUE), null, null, null,
                null, findings);
        return findings.isEmpty() ? Integer.valueOf((int) seconds) : null;
    }

    private static @Nullable Integer year(@Nullable String text) {
        Matcher year = YEAR_TEXT.matcher(text == null ? "" : text);
        return year.matches() && Integer.parseInt(year.group(1)) <= 2100 ? Integer.valueOf(year.group(1)) : null;
    }

    private static List<@Nullable String> genres(@Nullable String text) {
        List<@Nullable String> genres = new ArrayList<>();
        if (text != null) {
            for (String genre : text.split("[;|/,]")) {
                if (!genre.isBlank() && genres.size() < MAX_GENRES) {
                    genres.add(genre.strip());
                }
            }
        }
        genres.removeIf(genre -> Decorations.tags(List.of(String.valueOf(genre))).isEmpty());
        return genres;
    }

    /** The first of the names that is there: the best name counts, not the first column. */
    private int column(List<String> names) {
        return names.stream().mapToInt(header::indexOf).filter(index -> index >= 0).findFirst().orElse(NONE);
    }

    private static @Nullable String text(CSVRecord row, int column) {
        String text = column == NONE || column >= row.size() ? "" : row.get(column).strip();
        return text.isEmpty() ? null : text;
    }

    private static String plain(String name) {
        return String.join("", Arrays.asList(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")));
    }
}
