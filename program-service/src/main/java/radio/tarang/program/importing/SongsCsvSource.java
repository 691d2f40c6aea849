package radio.tarang.program.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import radio.tarang.program.BulkPrograms.Outcome;
import radio.tarang.program.BulkSongs;
import radio.tarang.program.Findings;
import radio.tarang.program.Refusal;
import radio.tarang.program.SongDetails;

/** A songs list (RFC 4180, with comma, semicolon or tab): each row is a song, the first one names the columns ({@link SongColumns}). */
final class SongsCsvSource implements ImportSource<SongDetails> {
    @Component
    static class Opener implements ImportSource.Opener {
        private final BulkSongs songs;
        private final Clock clock;

        Opener(BulkSongs songs, Clock clock) {
            this.songs = songs;
            this.clock = clock;
        }

        @Override
        public ImportFormat format() {
            return ImportFormat.SONGS_CSV;
        }

        @Override
        public ImportSource<?> open(ImportJob job, Supplier<InputStream> content) throws Unreadable {
            return new SongsCsvSource(content.get(), songs, clock);
        }

        /** Songs belong to no station; without one, only who may write for the whole country gets this far. */
        @Override
        public void check(ImportFile file, @Nullable UUID stationId) {
            if (stationId != null) {
                throw Refusal.invalid("stationId", "has no meaning for songs");
            }
        }
    }

    /** Where a song was first seen, and what was said of it. */
    private record Seen(long line, SongDetails details) {
        /** The same facts, however title and artist are spelled. */
        boolean says(SongDetails other) {
            return details.durationSeconds() == other.durationSeconds()
                    && details.durationEstimated() == other.durationEstimated()
                    && details.genres().equals(other.genres())
                    && String.valueOf(details.language()).equals(String.valueOf(other.language()))
                    && String.valueOf(details.releaseYear()).equals(String.valueOf(other.releaseYear()));
        }
    }

    private static final int HEADER_CHARS = 64 * 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CSVParser csv;
    private final Iterator<CSVRecord> rows;
    private final SongColumns columns;
    private final BulkSongs songs;
    private final Clock clock;
    private final Map<UUID, Seen> seen = new HashMap<>();

    private SongsCsvSource(InputStream content, BulkSongs songs, Clock clock) throws Unreadable {
        this.songs = songs;
        this.clock = clock;
        try {
            BufferedReader text = new BufferedReader(new InputStreamReader(content,
                    StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)));
            csv = CSVParser.builder().setReader(text).setFormat(CSVFormat.RFC4180.builder()
                    .setDelimiter(delimiter(text)).setIgnoreSurroundingSpaces(true).setIgnoreEmptyLines(true).get())
                    .get();
            rows = csv.iterator();
        } catch (IOException e) {
            throw unreadable(1, e);
        }
        CSVRecord header = read();
        if (header == null) {
            throw new Unreadable(1, "The file is empty.");
        }
        this.columns = new SongColumns(header);
    }

    @Override
    public @Nullable ImportRow<SongDetails> next() throws Unreadable {
        CSVRecord row = read();
        if (row == null) {
            return null;
        }
        int line = (int) csv.getCurrentLineNumber();
        Findings findings = new Findings();
        SongDetails details = columns.details(row, findings);
        String item = ImportRow.shortened(details.title().isEmpty() ? row.toList().toString() : details.title());
        if (!findings.isEmpty()) {
            return new ImportRow.Bad<>(line, item, findings.all().stream()
                    .map(finding -> finding.field() + " " + finding.message()).collect(Collectors.joining("; ")) + ".");
        }
        Seen first = seen.putIfAbsent(details.recognisedAs(), new Seen(line, details));
        if (first == null) {
            return new ImportRow.Ready<>(line, item, details);
        }
        return first.says(details)
                ? new ImportRow.Duplicate<>()
                : new ImportRow.Bad<>(line, item, "This is the same song as in line " + first.line()
                        + ", but differs; the first one counts.");
    }

    @Override
    public List<Outcome> write(List<SongDetails> ready) {
        return songs.write(ready, clock.instant());
    }

    @Override
    public void close() {
        try {
            csv.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable CSVRecord read() throws Unreadable {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (UncheckedIOException e) {
            throw unreadable(csv.getCurrentLineNumber() + 1, e.getCause());
        }
    }

    /** What separates most of the header's names. */
    private static char delimiter(BufferedReader text) throws IOException {
        text.mark(HEADER_CHARS);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        text.mark(HEADER_CHARS);
        StringBuilder line = new StringBuilder();
        for (int c = text.read(); c >= 0 && c != '\n' && c != '\r' && line.length() < HEADER_CHARS - 1; c = text
                .read()) {
            line.append((char) c);
        }
        text.reset();
        return Stream.of(',', ';', '\t')
                .max(Comparator.comparingLong(delimiter -> line.chars().filter(c -> c == delimiter).count()))
                .orElse(',');
    }

    private static Unreadable unreadable(long line, @Nullable Throwable cause) {
        return new Unreadable((int) line, cause instanceof CharacterCodingException
                ? "The file is not UTF-8."
                : "The file is no proper CSV from here on: a quotation mark is out of place, or it was cut off.");
    }
}
