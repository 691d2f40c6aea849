package radio.tarang.user;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code tarang.topics.*}: what our topics are called here; tests give them a prefix. */
@ConfigurationProperties("tarang.topics")
public record Topics(@DefaultValue("interaction.events") String interactionEvents,
        @DefaultValue("program.events") String programEvents) {
    /** How many partitions {@code interaction.events} has ({@code docs/contracts/topics.yaml}). */
    public static final int PARTITIONS = 24;
    private static final int PROGRAM_PARTITIONS = 12;
    private static final String FOLLOW = ".user-follow";

    /** Where what cannot be read about stations and programmes is put aside. */
    public String followDeadLetters() {
        return programEvents + FOLLOW + ".dlt";
    }

    /** Where dead letters come back, for that consumer alone. */
    public String followRetry() {
        return programEvents + FOLLOW + ".retry";
    }

    /** Every topic we need, with its partitions, as {@code docs/contracts/topics.yaml} has it. */
    public Map<String, Integer> agreed() {
        Map<String, Integer> agreed = new LinkedHashMap<>();
        agreed.put(interactionEvents, PARTITIONS);
        agreed.put(programEvents, PROGRAM_PARTITIONS);
        agreed.put(followDeadLetters(), 1);
        agreed.put(followRetry(), 1);
        return agreed;
    }
}
