package radio.tarang.notification.intake;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The topics of the feed; names are configuration so that tests can share a broker. */
@ConfigurationProperties("tarang.topics")
record Topics(@DefaultValue("program.events") String programEvents) {
    private static final String CONSUMER = ".notification-feed";

    String deadLetters() {
        return programEvents + CONSUMER + ".dlt";
    }

    /** Where dead letters come back, for this consumer alone. */
    String retry() {
        return programEvents + CONSUMER + ".retry";
    }
}
