package radio.tarang.program.schedule;

import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Refusal;
import radio.tarang.program.Stations;
import radio.tarang.program.web.Paging;

/** What is asked about schedules. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class ScheduleReads {
    private static final int MAX_CONFLICTS = 50;

    private final Schedules schedules;
    private final Occurrences occurrences;
    private final Stations stations;

    ScheduleReads(Schedules schedules, Occurrences occurrences, Stations stations) {
        this.schedules = schedules;
        this.occurrences = occurrences;
        this.stations = stations;
    }

    Schedule one(UUID id) {
        return schedules.find(id).orElseThrow(() -> ScheduleEditor.unknown(id));
    }

    Schedules.Page page(@Nullable UUID stationId, @Nullable Boolean active, Paging paging) {
        if (stationId != null && stations.find(stationId).isEmpty()) {
            throw Refusal.unknown(Refusal.Reason.UNKNOWN_STATION, stationId.toString());
        }
        return schedules.page(stationId, active, paging);
    }

    /** For whoever has just written it. */
    ScheduleView withConflicts(Schedule schedule) {
        return ScheduleView.of(schedule, occurrences.conflicts(schedule.id(), MAX_CONFLICTS));
    }
}
