package radio.tarang.gateway.health;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HealthController {

    private final HealthPoller poller;

    HealthController(HealthPoller poller) {
        this.poller = poller;
    }

    record Service(String status, long responseTimeMs, Map<String, Object> details) {
    }

    record Summary(String status, String timestamp, Map<String, Service> checks) {
    }

    @GetMapping("/health")
    ResponseEntity<Summary> health() {
        HealthPoller.Status overall = poller.overall();
        Map<String, Service> checks = new LinkedHashMap<>();
        poller.checks().forEach((name, check) -> checks.put(name,
                new Service(check.status().text(), check.responseTimeMs(), check.details())));
        String now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS).toString();
        return ResponseEntity.status(overall == HealthPoller.Status.UNHEALTHY ? 503 : 200)
                .header("Cache-Control", "no-store").body(new Summary(overall.text(), now, checks));
    }
}
