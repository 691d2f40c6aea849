package radio.tarang.user;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code tarang.topics.*}: what our topics are called here; tests give them a prefix. */
@ConfigurationProperties("tarang.topics")
public record Topics(@DefaultValue("interaction.events") String interactionEvents) {
    /** How many partitions {@code interaction.events} has ({@code docs/contracts/topics.yaml}). */
    public static final int PARTITIONS = 24;
}
