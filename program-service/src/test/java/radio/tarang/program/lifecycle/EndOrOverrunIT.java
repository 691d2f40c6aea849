package radio.tarang.program.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterAll;
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
    private static final RunningService SERVICE = RunningService
            .start(Setup.fresh().with("tarang.lifecycle.enabled", "false"));
    private static final Sweep SWEEP = SERVICE.bean(Sweep.class);

    @AfterAll
    static void stop() {
        SERVICE.close();
    }

    private record Round(String live, String next, Answer overrun) {
    }

    @Test
    void theClockEndsItOrItRunsOverAndNeverBoth() {
        try (Records records = SERVICE.records()) {
            Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
            List<State> states = SERVICE.bean(States.class).all();
            List<Round> rounds = new ArrayList<>();
            for (int n = 0; n < states.size(); n++) {
                rounds.add(round(states.get(n).id(), end, STEP.multipliedBy(n)));
            }
            for (State state : states) {
                SWEEP.step(state.id(), new ArrayDeque<>(), end);
                SWEEP.step(state.id(), new ArrayDeque<>(), end.plusSeconds(300));
                SWEEP.step(state.id(), new ArrayDeque<>(), end.plusSeconds(7200));
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
    private static Round round(String state, Instant end, Duration later) {
        String station = Given.station(SERVICE, "Contested", state);
        String live = Given.program(SERVICE, station, "On air", end.minusSeconds(7000), end);
        String next = Given.program(SERVICE, station, "Next", end, end.plusSeconds(1800));
        SERVICE.patch("/api/v1/admin/programs/" + live + "/status", "{\"status\":\"live\"}");
        CompletableFuture<Answer> overrun = CompletableFuture
                .supplyAsync(() -> SERVICE.post("/api/v1/admin/programs/" + live + "/overrun", "{\"minutes\": 5}"));
        long until = System.nanoTime() + later.toNanos();
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        List<ProgramEvent> swept = SWEEP.step(state, new ArrayDeque<>(), end).events();

        Answer answer = overrun.join();
        assertThat(answer.status()).as(answer.raw().body()).isIn(200, 409);
        if (answer.status() == 200) {
            assertThat(swept).isEmpty();
            assertThat(SERVICE.get("/api/v1/programs/" + live).text("status")).isEqualTo("live");
            assertThat(SERVICE.get("/api/v1/programs/" + next).text("status")).isEqualTo("scheduled");
        } else {
            assertThat(answer.slug()).isIn("program-not-live", "program-overlap");
            assertThat(SERVICE.get("/api/v1/programs/" + live).text("scheduledEnd")).isEqualTo(end.toString());
        }
        return new Round(live, next, answer);
    }

    @Test
    void whatAnEditorHoldsTheClockPassesOverAndLooksAtAgain() {
        Instant end = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
        String live = Given.program(SERVICE, Given.station(SERVICE, "Held", "MH"), "On air",
                end.minusSeconds(7000), end);
        SWEEP.step("MH", new ArrayDeque<>(), Instant.now());
        new TransactionTemplate(SERVICE.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
            SERVICE.jdbc().sql("SELECT id FROM program WHERE id = ?::uuid FOR UPDATE").param(live).query()
                    .listOfRows();
            assertThat(CompletableFuture.supplyAsync(() -> SWEEP.step("MH", new ArrayDeque<>(), end).events()).join())
                    .isEmpty();
        });
        assertThat(SWEEP.step("MH", new ArrayDeque<>(), end).events()).extracting(ProgramEvent::type)
                .containsExactly(ProgramEvent.Type.ENDED);
    }
}
