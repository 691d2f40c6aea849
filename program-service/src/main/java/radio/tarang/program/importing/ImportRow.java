package radio.tarang.program.importing;

import org.jspecify.annotations.Nullable;

/** What became of a row before anything stored was looked at. @param <T> what is to be written for it */
sealed interface ImportRow<T> {
    /** @param item the row in words of the file */
    record Ready<T>(int line, String item, T wanted) implements ImportRow<T> {
    }

    /** Said before, exactly. */
    record Duplicate<T>() implements ImportRow<T> {
    }

    /** @param message null where it was said before, for the row's channel */
    record Bad<T>(int line, String item, @Nullable String message) implements ImportRow<T> {
    }

    /** A piece of the file for a message. */
    static String shortened(String text) {
        String line = text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
        return line.codePointCount(0, line.length()) <= 120
                ? line
                : line.substring(0, line.offsetByCodePoints(0, 120)) + "…";
    }
}
