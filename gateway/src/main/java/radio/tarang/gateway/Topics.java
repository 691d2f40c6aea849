package radio.tarang.gateway;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Names of the topics whose headers the gateway reads. */
@ConfigurationProperties("tarang.topics")
public record Topics(@DefaultValue("program.events") String programEvents,
        @DefaultValue("interaction.events") String interactionEvents) {
}
