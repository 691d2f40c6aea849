package radio.tarang.gateway.browser;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The rules of {@code js/feed.js}, asked where it runs: whatever is repeated, late or stale, nothing on air regresses. */
class FeedModuleIT extends PageTest {

    private static final String LISTED = """
            const at = (minutes) => new Date(Date.now() + minutes * 60000).toISOString();
            const program = (id, version, status, title) =>
              ({id, version, status, title, stationId: "s", stateId: "MH", scheduledStart: at(-5), scheduledEnd: at(30)});
            const started = {programId: "p", sequence: 2, program: program("p", 2, "live", "two")};
            const updated = {programId: "p", sequence: 3, updates: {title: "three"}};
            const ended = {programId: "p", sequence: 4};
            const {Feed} = await import("/js/feed.js");
            const feed = new Feed();
            feed.replace({programs: [], upcoming: [program("p", 1, "scheduled", "one")]});
            const ids = () => [...feed.listing().programs, ...feed.listing().upcoming].map(p => p.id + p.version + p.title);
            """;

    @Test
    void whatHasEndedStaysEndedInEveryOrderAndThreeTimesOver() {
        List<?> left = run("""
                const events = [["PROGRAM_STARTED", started], ["PROGRAM_UPDATED", updated], ["PROGRAM_ENDED", ended]];
                const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
                const left = [];
                for (const order of orders) {
                  feed.replace({programs: [], upcoming: [program("p", 1, "scheduled", "one")]}, true);
                  for (let times = 0; times < 3; times++) for (const i of order) feed.apply(...events[i]);
                  left.push(...ids());
                }
                return left;
                """);
        assertThat(left).isEmpty();
    }

    @Test
    void aListingOlderThanTheEventsChangesNothing() {
        List<?> left = run("""
                feed.apply("PROGRAM_STARTED", started);
                feed.apply("PROGRAM_UPDATED", updated);
                feed.replace({programs: [program("p", 2, "live", "two")], upcoming: []});
                const before = ids();
                feed.apply("PROGRAM_ENDED", ended);
                feed.replace({programs: [program("p", 3, "live", "three")], upcoming: []});
                return [...before, ...ids()];
                """);
        assertThat(left).asString().isEqualTo("[p3three]");
    }

    @Test
    void aSnapshotIsBelievedOverEverythingBefore() {
        List<?> left = run("""
                feed.apply("PROGRAM_ENDED", ended);
                feed.replace({programs: [program("p", 1, "live", "restored")], upcoming: []}, true);
                return ids();
                """);
        assertThat(left).asString().isEqualTo("[p1restored]");
    }

    private List<?> run(String script) {
        Visit visit = visit().open("MH").live();
        return (List<?>) visit.page.evaluate("async () => {" + LISTED + script + "}");
    }
}
