package radio.tarang.gateway.wire;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RequestMeterTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RequestMeter meter = new RequestMeter(registry);

    @ParameterizedTest
    @CsvSource({"/api/v1/programs/state/MH?page=1,programs", "/api/programs,programs", "/api/v1/user,user",
            "/api/v1/whatever/7,other", "/api/,other", "/ws,ws", "/identity/realms/tarang,identity", "/,page",
            "/app.js,page"})
    void aRouteIsAWordOfOurs(String target, String route) {
        assertThat(RequestMeter.route(target)).isEqualTo(route);
    }

    @Test
    void whatCallersMakeUpMakesNoNewSeries() {
        for (int i = 0; i < 1_000; i++) {
            AccessLine line = new AccessLine(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf("M" + i),
                    "/api/v1/x" + i), null);
            line.status = 405;
            line.over();
            meter.answered(line);
        }
        assertThat(registry.find("api.request.duration").timers()).hasSize(1);
        assertThat(registry.get("api.request.duration").tag("route", "other").tag("method", "other")
                .tag("status", "405").timer().count()).isEqualTo(1_000);
        assertThat(registry.get("api.request.duration").timer().totalTime(TimeUnit.SECONDS)).isLessThan(60);
    }
}
