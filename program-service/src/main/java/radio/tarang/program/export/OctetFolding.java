package radio.tarang.program.export;

/** Folds content lines at 75 octets (RFC 5545 §3.1). The library folds at 73 characters, which are up to 219 octets in our scripts. */
final class OctetFolding {
    private static final int MAX_OCTETS = 75;

    private OctetFolding() {
    }

    /** No character is split, so every line is text by itself. @param unfolded lines that end in CR LF */
    static String fold(String unfolded) {
        StringBuilder folded = new StringBuilder(unfolded.length() + unfolded.length() / 20);
        int octets = 0;
        for (int at = 0; at < unfolded.length();) {
            int character = unfolded.codePointAt(at);
            if (character == '\r' || character == '\n') {
                octets = 0;
            } else {
                int width = octets(character);
                if (octets + width > MAX_OCTETS) {
                    folded.append("\r\n ");
                    octets = 1;
                }
                octets += width;
            }
            folded.appendCodePoint(character);
            at += Character.charCount(character);
        }
        return folded.toString();
    }

    private static int octets(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}
