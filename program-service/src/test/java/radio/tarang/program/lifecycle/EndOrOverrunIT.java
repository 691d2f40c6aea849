package radio.tarang.program.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.Given;
import radio.tarang.program.ProgramEvent;
import radio.tarang.program.Records;
import radio.tarang.program.RunningService;
import radio.tarang.program.RunningService.Answer;
import radio.tarang.program.RunningService.Setup;
import radio.tarang.program.State;
import radio.tarang.program.States;

import static org.assertj.core.api.Assertions.assertThat;

/** At the very end of a programme the clock wants to end it and an editor lets it run over: exactly one of them does. */
class EndOrOverrunIT {
    private static final Duration STEP = Duration.ofNanos(400_000);

    private record Round(String live, String next, Answer overrun) {
    }

    @Test
    void theClockEndsItOrItRunsOverAndNeverBoth() {
        try (RunningService service = RunningService.start(Setup.fresh().with("tarang.lifecycle.enabled", "false"));
                Records records = service.records()) {
            Sweep sweep = service.bean(Sweep.class);
            Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
            List<State> states = service.bean(States.class).all();
            List<Round> rounds = new ArrayList<>();
            for (int n = 0; n < states.size(); n++) {
                rounds.add(round(service, sweep, states.get(n).id(), end, STEP.multipliedBy(n)));
            }
            for (State state : states) {
                sweep.step(state.id(), end);
                sweep.step(state.id(), end.plusSeconds(300));
                sweep.step(state.id(), end.plusSeconds(7200));
            }
            for (Round round : rounds) {
                boolean ranOver = round.overrun().status() == 200;
                assertThat(records.awaitOf(round.live(), ranOver ? 4 : 3)).extracting(Records.Record::type)
                        .containsExactlyElementsOf(ranOver
                                ? List.of("program.scheduled", "program.started", "program.updated", "program.ended")
                                : List.of("program.scheduled", "program.started", "program.ended"));
                assertThat(records.awaitOf(round.next(), ranOver ? 4 : 3)).extracting(Records.Record::type)
                        .containsExactlyElementsOf(ranOver
                                ? List.of("program.scheduled", "program.updated", "program.started", "program.ended")
                                : List.of("program.scheduled", "program.started", "program.ended"));
            }
        }
    }

    /** The overrun is on its way when, so much later, the clock sweeps. */
    private static Round round(RunningService service, Sweep sweep, String state, Instant end, Duration later) {
        String station = Given.station(service, "Contested", state);
        String live = Given.program(service, station, "On air", end.minusSeconds(7000), end);
        String next = Given.program(service, station, "Next", end, end.plusSeconds(1800));
        service.patch("/api/v1/admin/programs/" + live + "/status", "{\"status\":\"live\"}");
        CompletableFuture<Answer> overrun = CompletableFuture
                .supplyAsync(() -> service.post("/api/v1/admin/programs/" + live + "/overrun", "{\"minutes\": 5}"));
        long until = System.nanoTime() + later.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        List<ProgramEvent> swept = sweep.step(state, end);

        Answer answer = overrun.join();
        assertThat(answer.status()).as(answer.raw().body()).isIn(200, 409);
        if (answer.status() == 200) {
            assertThat(swept).isEmpty();
            assertThat(service.get("/api/v1/programs/" + live).text("status")).isEqualTo("live");
            assertThat(service.get("/api/v1/programs/" + next).text("status")).isEqualTo("scheduled");
        } else {
            assertThat(answer.slug()).isIn("program-not-live", "program-overlap");
            assertThat(service.get("/api/v1/programs/" + live).text("scheduledEnd")).isEqualTo(end.toString());
        }
        return new Round(live, next, answer);
    }

    @Test
    void whatAnEditorHoldsTheClockPassesOverAndLooksAtAgain() {
        try (RunningService service = RunningService.start(Setup.fresh().with("tarang.lifecycle.enabled", "false"))) {
            Sweep sweep = service.bean(Sweep.class);
            Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
            String live = Given.program(service, Given.station(service, "Held", "MH"), "On air",
                    end.minusSeconds(7000), end);
            sweep.step("MH", Instant.now());
            new TransactionTemplate(service.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
                service.jdbc().sql("SELECT id FROM program WHERE id = ?::uuid FOR UPDATE").param(live).query()
                        .listOfRows();
                assertThat(CompletableFuture.supplyAsync(() -> sweep.step("MH", end)).join()).isEmpty();
            });
            assertThat(sweep.step("MH", end)).extracting(ProgramEvent::type)
                    .containsExactly(ProgramEvent.Type.ENDED);
        }
    }
}
