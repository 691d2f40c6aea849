package radio.tarang.program;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import radio.tarang.program.ProgramEvent.Type;
import radio.tarang.program.Refusal.Reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ProgramTests {
    private static final Instant START = Given.NOON;
    private static final Instant END = Given.NOON.plusSeconds(3600);

    @Test
    void everyPairOfStatusesIsAnEdgeOrIsNot() {
        Map<String, Type> edges = Map.of("SCHEDULED-LIVE", Type.STARTED, "SCHEDULED-CANCELLED", Type.CANCELLED,
                "LIVE-ENDED", Type.ENDED,
                "LIVE-CANCELLED", Type.CANCELLED);
        for (ProgramStatus from : ProgramStatus.values()) {
            for (ProgramStatus to : ProgramStatus.values()) {
                assertThat(from.edgeTo(to).orElse(null)).as(from + " → " + to).isEqualTo(edges.get(from + "-" + to));
            }
        }
    }

    @Test
    void everyVerbTakesExactlyTheEdgesOfTheTable() {
        for (ProgramStatus from : ProgramStatus.values()) {
            for (ProgramStatus to : Set.of(ProgramStatus.LIVE, ProgramStatus.ENDED, ProgramStatus.CANCELLED)) {
                Program program = Given.inStatus(from);
                if (from.edgeTo(to).isPresent()) {
                    ProgramEvent event = verb(program, to);
                    assertThat(event.type()).isEqualTo(from.edgeTo(to).orElseThrow());
                    assertThat(event.program().status()).isEqualTo(to);
                    assertThat(event.program().version()).isEqualTo(program.version() + 1);
                } else {
                    assertThatExceptionOfType(Refusal.class).as(from + " → " + to).isThrownBy(() -> verb(program, to))
                            .matches(refusal -> refusal.reason() == Reason.ILLEGAL_TRANSITION);
                }
            }
        }
    }

    private static ProgramEvent verb(Program program, ProgramStatus to) {
        return switch (to) {
            case LIVE -> program.start(START);
            case ENDED -> program.end(END);
            case CANCELLED -> program.cancel(END);
            case SCHEDULED -> throw new IllegalArgumentException("never a target");
        };
    }

    @ParameterizedTest
    @CsvSource({"-1, SCHEDULED", "0, LIVE", "1, LIVE"})
    void startsAtItsStartAndNotBefore(long offsetMillis, ProgramStatus expected) {
        assertThat(advanced(Given.scheduled(), START.plusMillis(offsetMillis)).status()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-1, LIVE", "0, ENDED", "1, ENDED"})
    void isOverAtItsEndAndNotBefore(long offsetMillis, ProgramStatus expected) {
        assertThat(advanced(Given.inStatus(ProgramStatus.LIVE), END.plusMillis(offsetMillis)).status())
                .isEqualTo(expected);
    }

    @Test
    void startsAndEndsInOrderWhenItsWholeSlotWentByUnseen() {
        List<ProgramEvent> events = Given.scheduled().advance(END.plusSeconds(7200));

        assertThat(events).extracting(ProgramEvent::type).containsExactly(Type.STARTED, Type.ENDED);
        assertThat(events).extracting(event -> event.program().version()).containsExactly(2L, 3L);
        assertThat(events.getFirst().program().actualEnd()).isNull();
        assertThat(events.getLast().program().actualStart()).isEqualTo(START);
        assertThat(events.getLast().program().actualEnd()).isEqualTo(END);
    }

    @Test
    void startsAndEndsInOrderWhenSeenExactlyAtItsEnd() {
        assertThat(Given.scheduled().advance(END)).extracting(ProgramEvent::type).containsExactly(Type.STARTED,
                Type.ENDED);
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDED", "CANCELLED"})
    void theClockLeavesFinalProgrammesAlone(ProgramStatus status) {
        assertThat(Given.inStatus(status).advance(END.plusSeconds(1))).isEmpty();
    }

    @Test
    void cancelledInItsLastSecondNeverEnds() {
        Program cancelled = Given.inStatus(ProgramStatus.LIVE).cancel(END.minusMillis(1)).program();

        assertThat(cancelled.advance(END)).isEmpty();
        assertThat(cancelled.actualEnd()).isEqualTo(END.minusMillis(1));
    }

    @Test
    void cancelledBeforeItsStartWasNeverOnAir() {
        Program cancelled = Given.scheduled().cancel(START).program();

        assertThat(cancelled.actualStart()).isNull();
        assertThat(cancelled.actualEnd()).isNull();
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        Program program = Given.scheduled();

        assertThat(program.revise(program.details(), program.slot(), START)).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"ENDED", "CANCELLED"})
    void keepsItsTimesOnceItIsOverButNotItsTexts(ProgramStatus status) {
        Program program = Given.inStatus(status);
        Slot later = new Slot(START, END.plusSeconds(60));

        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> program.revise(program.details(), later, END))
                .matches(refusal -> refusal.reason() == Reason.IMMUTABLE);
        ProgramEvent event = Objects.requireNonNull(program.revise(Given.details("Corrected"), program.slot(), END));
        assertThat(event.type()).isEqualTo(Type.UPDATED);
        assertThat(event.program().status()).isEqualTo(status);
    }

    @Test
    void movesItsEndButNotItsStartWhileLive() {
        Program live = Given.inStatus(ProgramStatus.LIVE);

        assertThat(live.revise(live.details(), new Slot(START, END.plusSeconds(60)), START)).isNotNull();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> live.revise(live.details(), new Slot(START.plusSeconds(1), END), START))
                .matches(refusal -> refusal.reason() == Reason.IMMUTABLE);
    }

    @Test
    void isNotDeletedWhileLive() {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Given.inStatus(ProgramStatus.LIVE).delete(START))
                .matches(refusal -> refusal.reason() == Reason.PROGRAM_IS_LIVE);
        assertThat(Given.scheduled().delete(START).program().version()).isEqualTo(2);
    }

    @Test
    void isRecordedAsEndedOnlyWhenItIsOver() {
        Slot slot = new Slot(START, END);
        ProgramEvent event = Program.recordEnded(UUID.randomUUID(), Given.PUNE, Given.details("Yesterday"), slot, END);

        assertThat(event.type()).isEqualTo(Type.UPDATED);
        assertThat(event.program().advance(END.plusSeconds(1))).isEmpty();
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
                () -> Program.recordEnded(UUID.randomUUID(), Given.PUNE, Given.details("Today"), slot,
                        END.minusMillis(1)));
    }

    private static Program advanced(Program program, Instant now) {
        List<ProgramEvent> events = program.advance(now);
        return events.isEmpty() ? program : events.getLast().program();
    }
}
