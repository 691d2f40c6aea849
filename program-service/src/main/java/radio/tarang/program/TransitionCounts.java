package radio.tarang.program;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts what happened to programmes, once it is committed: {@code program_transitions_total{edge}}, where an edge is named by its event. */
@Component
class TransitionCounts {
    private final Map<ProgramEvent.Type, Counter> counters = new EnumMap<>(ProgramEvent.Type.class);

    TransitionCounts(MeterRegistry meters) {
        for (ProgramEvent.Type type : ProgramEvent.Type.values()) {
            counters.put(type, Counter.builder("program.transitions").tag("edge", type.ceType()).register(meters));
        }
    }

    void onCommit(Collection<ProgramEvent> events) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                for (ProgramEvent event : events) {
                    Counter counter = counters.get(event.type());
                    if (counter != null) {
                        counter.increment();
                    }
                }
            }
        });
    }
}
