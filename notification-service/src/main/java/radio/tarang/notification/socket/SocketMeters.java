package radio.tarang.notification.socket;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

import radio.tarang.notification.State;
import radio.tarang.notification.States;

/** What the sockets are measured by. */
@Component
final class SocketMeters {
    private final MeterRegistry registry;
    private final AtomicInteger sockets = new AtomicInteger();
    private final AtomicIntegerArray subscribers;
    private final Counter frames;
    private final Map<String, Timer> lateness = new HashMap<>();

    SocketMeters(MeterRegistry registry, States states) {
        this.registry = registry;
        this.subscribers = new AtomicIntegerArray(states.all().size());
        this.frames = Counter.builder("feed.frames").description("Frames handed to sockets").register(registry);
        Gauge.builder("feed.sockets", sockets, AtomicInteger::get).description("Open sockets").register(registry);
        for (State state : states.all()) {
            if (state.id() != null) {
                Gauge.builder("active.websocket.connections", subscribers, counts -> counts.get(state.number()))
                        .tag("state", state.id())
                        .description("Sockets subscribed to the state").register(registry);
            }
        }
        for (String type : new String[]{"PROGRAM_STARTED", "PROGRAM_ENDED", "PROGRAM_UPDATED", "PROGRAM_CANCELLED"}) {
            lateness.put(type, Timer.builder("feed.lateness").tag("type", type)
                    .description(
                            "From the boundary an event speaks of until an event loop has flushed it to its last receiver")
                    .serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(300),
                            Duration.ofMillis(600),
                            Duration.ofSeconds(1), Duration.ofSeconds(5))
                    .register(registry));
        }
    }

    void connected() {
        sockets.incrementAndGet();
    }

    void disconnected() {
        sockets.decrementAndGet();
    }

    int sockets() {
        return sockets.get();
    }

    void subscribed(State state) {
        subscribers.incrementAndGet(state.number());
    }

    void unsubscribed(State state) {
        subscribers.decrementAndGet(state.number());
    }

    void delivered(long count) {
        frames.increment(count);
    }

    void late(String type, Duration by) {
        Timer timer = lateness.get(type);
        if (timer != null && !by.isNegative()) {
            timer.record(by);
        }
    }

    void resynced(String reason) {
        registry.counter("feed.resyncs", "reason", reason).increment();
    }

    void refused(String reason) {
        registry.counter("feed.refused", "reason", reason).increment();
    }
}
