package radio.tarang.faults.story;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

import radio.tarang.faults.stage.Service;
import radio.tarang.local.Checkout;
import radio.tarang.local.conformance.Subject;
import radio.tarang.local.conformance.Subject.Kind;
import radio.tarang.local.conformance.Suite;

import static org.assertj.core.api.Assertions.assertThat;

/** What all services promise alike, asked of each of them at its own address, and of the gateway. */
@ExtendWith(RunningPlatform.class)
class ConformanceIT {
    private static final List<String> BARE = List.of("comment-service", "counter-service", "search-service");
    private static final List<Suite> SUITES = new ArrayList<>();

    private final RunningPlatform.Platform platform;

    ConformanceIT(RunningPlatform.Platform platform) {
        this.platform = platform;
    }

    @AfterAll
    static void close() throws IOException {
        for (Suite suite : SUITES) {
            suite.close();
        }
    }

    @TestFactory
    Stream<DynamicContainer> everyServiceBehavesAsAllDo() throws IOException {
        List<Subject> subjects = new ArrayList<>(List.of(of(platform.gateway(), Kind.EDGE),
                of(platform.program(), Kind.API), of(platform.user(), Kind.API),
                of(platform.notification(), Kind.BARE)));
        Service[] others = BARE.stream().map(name -> platform.stage().bare(name, platform.launch()))
                .toArray(Service[]::new);
        platform.stage().startAll(others);
        Stream.of(others).map(service -> of(service, Kind.BARE)).forEach(subjects::add);
        List<DynamicContainer> containers = new ArrayList<>();
        for (Subject subject : subjects) {
            Suite suite = new Suite(Checkout.root(), subject, platform.signer());
            SUITES.add(suite);
            List<DynamicTest> tests = suite.checks().stream()
                    .map(check -> DynamicTest.dynamicTest(check.toString(), check::run)).toList();
            assertThat(tests).as(subject.service()).hasSizeGreaterThan(70);
            containers.add(DynamicContainer.dynamicContainer(subject.service(), tests));
        }
        return containers.stream();
    }

    private static Subject of(Service service, Kind kind) {
        return new Subject(service.name(), service.uri(), kind);
    }
}
