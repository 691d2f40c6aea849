package radio.tarang.program.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import radio.tarang.program.Findings;
import radio.tarang.program.ProgramDetails;
import radio.tarang.program.State;
import radio.tarang.program.States;
import radio.tarang.program.Text;
import radio.tarang.program.demo.DemoWeek.DemoProgram;
import radio.tarang.program.demo.DemoWeek.DemoStation;

import static org.assertj.core.api.Assertions.assertThat;

class DemoWeekTests {
    private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);

    private final DemoWeek week = new DemoWeek();

    @Test
    void someEightyStationsAndAtLeastOneInEveryState() {
        List<String> states = new States(JsonMapper.shared()).all().stream().map(State::id).toList();
        assertThat(week.stations()).hasSizeBetween(75, 90);
        assertThat(week.stations()).extracting(DemoStation::state).containsAll(states);
        assertThat(week.stations()).filteredOn(station -> station.name().equals("Vividh Bharati")).singleElement()
                .satisfies(station -> assertThat(station.state()).isNull());
        assertThat(week.stations()).extracting(DemoStation::externalId).doesNotHaveDuplicates();
    }

    @Test
    void stationsSayWhatTheApiWouldAccept() {
        Findings findings = new Findings();
        for (DemoStation station : week.stations()) {
            Text.requiredLine("name", station.name(), 255, findings);
            assertThat(station.streamUrl()).startsWith("https://");
            assertThat(Text.url("streamUrl", station.streamUrl(), findings)).isNotNull();
            assertThat(station.languages()).isNotEmpty()
                    .allSatisfy(tag -> assertThat(Text.language("languages", tag, findings)).isEqualTo(tag));
        }
        assertThat(findings.all()).isEmpty();
    }

    @Test
    void everyStationIsOnAirAroundTheClockAllWeek() {
        for (DemoStation station : week.stations()) {
            Instant reached = week.day(station, MONDAY).getFirst().slot().start();
            for (DemoProgram program : wholeWeek(station)) {
                assertThat(program.slot().start()).as(station.name()).isEqualTo(reached);
                assertThat(Duration.between(program.slot().start(), program.slot().end())).as(station.name())
                        .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(120));
                reached = program.slot().end();
            }
            assertThat(reached).isEqualTo(week.day(station, MONDAY.plusDays(7)).getFirst().slot().start());
        }
    }

    @Test
    void programmesSayWhatTheApiWouldAccept() {
        Set<String> externalIds = new HashSet<>();
        for (DemoStation station : week.stations()) {
            for (DemoProgram program : wholeWeek(station)) {
                ProgramDetails d = program.details();
                Findings findings = new Findings();
                ProgramDetails checked = ProgramDetails.checked(d.title(), d.description(), d.category(), d.hostName(),
                        d.hostId(), d.language(), d.imageUrl(), List.copyOf(d.tags()), d.externalId(), findings);
                assertThat(findings.all()).as(d.toString()).isEmpty();
                assertThat(checked).isEqualTo(d);
                assertThat(externalIds.add(String.valueOf(d.externalId()))).isTrue();
            }
        }
    }

    @Test
    void stationsSpeakTheirOwnLanguages() {
        assertThat(languagesOf("Akashvani Tamil Nadu")).contains("ta");
        assertThat(languagesOf("Akashvani Bangla")).containsOnly("bn");
        assertThat(languagesOf("Akashvani Aizawl")).contains("lus", "hi");
        Set<String> all = new HashSet<>();
        week.stations()
                .forEach(station -> wholeWeek(station).forEach(p -> all.add(String.valueOf(p.details().language()))));
        assertThat(all).contains("hi", "en", "ta", "te", "bn", "mr", "kn", "ml", "gu", "pa", "or", "as", "ur", "ne",
                "kha");
    }

    @Test
    void aDayIsTheSameWhoeverAsks() {
        DemoStation station = week.stations().getFirst();
        assertThat(new DemoWeek().day(station, MONDAY)).isEqualTo(week.day(station, MONDAY));
    }

    private Set<String> languagesOf(String name) {
        DemoStation station = week.stations().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
        Set<String> languages = new HashSet<>();
        wholeWeek(station).forEach(program -> languages.add(String.valueOf(program.details().language())));
        return languages;
    }

    private List<DemoProgram> wholeWeek(DemoStation station) {
        List<DemoProgram> programs = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            programs.addAll(week.day(station, MONDAY.plusDays(i)));
        }
        return programs;
    }
}
