package radio.tarang.gateway.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Names of the topics whose events purge. */
@ConfigurationProperties("tarang.topics")
record Topics(@DefaultValue("program.events") String programEvents,
        @DefaultValue("interaction.events") String interactionEvents) {
}
