package radio.tarang.user.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Tomcat's own refusals (a target that is no URI, headers too large) never reach the application; they are problems all the same. */
@Component
class ServerProblems implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(Report.class.getName());
            }
        });
    }

    /** Instantiated by Tomcat by name. */
    public static class Report extends ErrorReportValve {
        private static final Map<Integer, String> SLUGS = Map.of(404, "not-found", 405, "method-not-allowed", 413,
                "payload-too-large", 503,
                "unavailable");

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failure) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            String slug = SLUGS.getOrDefault(status, status < 500 ? "malformed-request" : "internal-error");
            String body = """
                    {"type":"https://tarang.radio/problems/%s","title":"%s","status":%d,"traceId":"%s"}""".formatted(
                    slug,
                    status < 500 ? "The request could not be understood" : "Something went wrong", status,
                    TraceIds.parse(request.getHeader("traceparent")));
            try {
                response.setContentType("application/problem+json");
                response.setHeader("Cache-Control", "no-store");
                response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                response.finishResponse();
            } catch (IOException | IllegalStateException e) {
                // the client is gone or the answer is under way: nobody is left to tell
                container.getLogger().debug("error report not sent", e);
            }
        }
    }
}
