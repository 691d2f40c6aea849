package radio.tarang.gateway.edge;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import radio.tarang.gateway.FakeService;
import radio.tarang.gateway.FakeService.Reply;
import radio.tarang.gateway.Trace;
import radio.tarang.gateway.Upstreams;

import static org.awaitility.Awaitility.await;

class RefillTests {

    private final AtomicBoolean full = new AtomicBoolean();
    private final AtomicBoolean lost = new AtomicBoolean();
    private final EdgeCache cache = new EdgeCache(new Binder(new MapConfigurationPropertySource(Map.of()))
            .bindOrCreate("tarang.cache", EdgeProperties.class)) {
        @Override
        synchronized Stored store(Slot slot, Stored filled, Fill fill) {
            if (full.get()) {
                lost.set(true);
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            }
            return super.store(slot, filled, fill);
        }
    };
    private final Upstreams upstreams = new Upstreams(
            new Upstreams.Limits(Duration.ofMillis(300), 50, Duration.ofSeconds(5), 20, 20, Duration.ofMillis(10)),
            new SimpleMeterRegistry());

    /** Reactor lets go of whatever it calls fatal: nobody is told, and whoever comes for that key waits as well. */
    @Test
    void aFillThatIsLostEndsForThoseWhoWaitAndTheNextCallerAsksAgain() throws Exception {
        try (FakeService service = new FakeService()) {
            service.on("/listing", Reply.listing("{}", 60, "t"));
            Refill refill = new Refill(cache, upstreams);
            Slot slot = cache.slot("/listing", false, new Slot.Origin("program", URI.create(service.url())));
            await().until(() -> outcome(refill, slot) instanceof Fill.Outcome.Kept);
            full.set(true);
            await().until(() -> outcome(refill, slot) instanceof Fill.Outcome.Failed && lost.get());
            full.set(false);
            await().until(() -> outcome(refill, slot) instanceof Fill.Outcome.Kept);
        }
    }

    private static Fill.Outcome outcome(Refill refill, Slot slot) throws Exception {
        return refill.ask(slot, Trace.of(null)).fill().outcome.get(5, TimeUnit.SECONDS);
    }
}
