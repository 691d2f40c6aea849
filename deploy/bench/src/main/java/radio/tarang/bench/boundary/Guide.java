package radio.tarang.bench.boundary;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** A programme guide as a broadcaster would send it. */
final class Guide {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
            .withZone(ZoneOffset.UTC);

    private Guide() {
    }

    /** Five minutes each, on ten stations of its own, from tomorrow on. */
    static String xmltv(int programmes) {
        StringBuilder text = new StringBuilder("<tv>");
        for (int station = 0; station < 10; station++) {
            text.append("<channel id=\"guide-%d\"><display-name>Guide %d</display-name></channel>".formatted(station,
                    station));
        }
        Instant tomorrow = Instant.now().plusSeconds(86_400);
        for (int n = 0; n < programmes; n++) {
            Instant start = tomorrow.plusSeconds(300L * (n / 10));
            text.append(
                    "<programme channel=\"guide-%d\" start=\"%s +0000\" stop=\"%s +0000\"><title>Item %d</title></programme>"
                            .formatted(n % 10, TIME.format(start), TIME.format(start.plusSeconds(300)), n));
        }
        return text.append("</tv>").toString();
    }
}
