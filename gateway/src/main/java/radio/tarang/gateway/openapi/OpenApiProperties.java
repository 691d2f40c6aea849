package radio.tarang.gateway.openapi;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param path where a service says what it offers
 * @param every how often each is asked, once its document is known; before that, ten times as often
 * @param maxDocument larger ones are not taken
 */
@ConfigurationProperties("tarang.openapi")
record OpenApiProperties(@DefaultValue("/v3/api-docs") String path, @DefaultValue("60s") Duration every,
        @DefaultValue("2s") Duration limit, @DefaultValue("4MB") DataSize maxDocument) {
}
