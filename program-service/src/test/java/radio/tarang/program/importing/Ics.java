package radio.tarang.program.importing;

import java.util.List;

/** A calendar being written, by hand: nothing that reads it in a test wrote it. */
final class Ics {
    private final StringBuilder text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n");

    /** @param lines of the event, in full */
    Ics event(String... lines) {
        text.append("BEGIN:VEVENT\r\nDTSTAMP:20260101T000000Z\r\n");
        List.of(lines).forEach(line -> text.append(line).append("\r\n"));
        text.append("END:VEVENT\r\n");
        return this;
    }

    Ics raw(String lines) {
        text.append(lines.replace("\r\n", "\n").replace("\n", "\r\n"));
        return this;
    }

    @Override
    public String toString() {
        return text + "END:VCALENDAR\r\n";
    }
}
