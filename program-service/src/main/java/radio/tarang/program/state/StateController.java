package radio.tarang.program.state;

import java.time.Clock;
import java.util.List;
import java.util.Map;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import radio.tarang.program.State;
import radio.tarang.program.States;
import radio.tarang.program.web.Caching;

@RestController
class StateController {
    record StateView(String id, String name, Map<String, String> nativeNames, String region, String timeZone) {
        static StateView of(State state) {
            return new StateView(state.id(), state.name(), state.nativeNames(), state.region(),
                    state.timeZone().getId());
        }
    }

    /** All of them at once: there are 36, in a single page. */
    record StateList(List<StateView> states, int total, int page, int limit, boolean hasMore) {
    }

    private final States states;
    private final Clock clock;

    StateController(States states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    @GetMapping("/api/v1/states")
    ResponseEntity<StateList> list() {
        List<StateView> all = states.all().stream().map(StateView::of).toList();
        return fresh().body(new StateList(all, all.size(), 1, all.size(), false));
    }

    @GetMapping("/api/v1/states/{stateId}")
    ResponseEntity<StateView> one(@PathVariable String stateId) {
        return fresh().body(StateView.of(states.get(stateId)));
    }

    private ResponseEntity.BodyBuilder fresh() {
        return Caching.fresh(clock.instant(), null, List.of("states"));
    }
}
