package radio.tarang.program;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** {@code tarang.topics.*}: what our topics are called here; tests give them a prefix. */
@ConfigurationProperties("tarang.topics")
public record Topics(@DefaultValue("program.events") String programEvents) {
}
