package radio.tarang.program.importing;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The formats there are, by the words and media types that senders use for them. Which of them can be read is {@link ImportSources}' to say. */
enum ImportFormat {
    XMLTV("xmltv", Set.of("application/xml", "text/xml", "application/xmltv+xml"), Set.of()), //
    ICALENDAR("icalendar", Set.of("text/calendar", "application/ics"), Set.of("ics")), //
    SONGS_CSV("songs-csv", Set.of("text/csv", "application/csv"), Set.of("csv", "songs"));

    private final String word;
    private final Set<String> mediaTypes;
    private final Set<String> otherWords;

    ImportFormat(String word, Set<String> mediaTypes, Set<String> otherWords) {
        this.word = word;
        this.mediaTypes = mediaTypes;
        this.otherWords = otherWords;
    }

    /** As jobs and queries name it. */
    String word() {
        return word;
    }

    static Optional<ImportFormat> ofWord(String asked) {
        String wanted = asked.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(format -> format.word.equals(wanted) || format.otherWords.contains(wanted)).findFirst();
    }

    /** @param mediaType without parameters, in lower case */
    static Optional<ImportFormat> ofMediaType(String mediaType) {
        return Arrays.stream(values()).filter(format -> format.mediaTypes.contains(mediaType)).findFirst();
    }

    /** What a file's first characters give away; a songs list could be any text, so it has to be said. */
    static Optional<ImportFormat> ofBeginning(String beginning) {
        String text = beginning.replace("\uFEFF", "").stripLeading();
        if (text.startsWith("<")) {
            return Optional.of(XMLTV);
        }
        return text.regionMatches(true, 0, "BEGIN:VCALENDAR", 0, 15) ? Optional.of(ICALENDAR) : Optional.empty();
    }
}
