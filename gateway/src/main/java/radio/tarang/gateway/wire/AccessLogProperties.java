package radio.tarang.gateway.wire;

import java.nio.file.Path;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param accessLog one structured line per answer, hits and refusals included
 * @param accessLogFile where to; absent = standard output
 * @param accessLogParameters query parameters whose values may be written down; of any other only the name is
 */
@ConfigurationProperties("tarang.web")
record AccessLogProperties(@DefaultValue("true") boolean accessLog, @Nullable Path accessLogFile,
        @DefaultValue({
                "category", "cursor", "date", "fields", "from", "genre", "language", "limit", "page", "sort",
                "state", "station", "status", "targets", "to", "type", "window",
                "v"}) Set<String> accessLogParameters) {
}
