package radio.tarang.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** One structured line per answer, the same whether it came from memory or from a service. */
@Component
public class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger("access");

    private final boolean on;

    AccessLog(WebProperties web) {
        on = web.accessLog();
    }

    public boolean on() {
        return on;
    }

    public void answered(String method, String target, int status, String requestId, long micros) {
        if (on) {
            LOG.atInfo().addKeyValue("http.request.method", method).addKeyValue("url.original", target)
                    .addKeyValue("http.response.status_code", status).addKeyValue("http.request.id", requestId)
                    .addKeyValue("event.duration", micros * 1_000).log("answered");
        }
    }
}
