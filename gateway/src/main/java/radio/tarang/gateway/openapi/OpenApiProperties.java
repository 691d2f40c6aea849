package radio.tarang.gateway.openapi;

import java.time.Duration;
import java.util.Set;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param path where a service says what it offers
 * @param every how often each is asked, once its document is known; before that, ten times as often
 * @param services that may have one; the others behind us are not ours
 * @param maxDocument larger ones are not taken
 */
@ConfigurationProperties("tarang.openapi")
record OpenApiProperties(@DefaultValue("/v3/api-docs") String path, @DefaultValue("60s") Duration every,
        @DefaultValue({
                "program", "comment", "user", "counter", "notification", "search"}) Set<String> services,
        @DefaultValue("2s") Duration limit, @DefaultValue("4MB") DataSize maxDocument) {
}
