package radio.tarang.program.demo;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.local.test.Database;
import radio.tarang.local.test.TestServers;
import radio.tarang.program.BulkPace;
import radio.tarang.program.BulkPrograms;
import radio.tarang.program.Playlists;
import radio.tarang.program.Songs;
import radio.tarang.program.Stations;
import radio.tarang.program.security.TestIssuer;

import static org.assertj.core.api.Assertions.assertThat;

/** A newcomer's first minute: something is on air wherever they look. */
@SpringBootTest(properties = {"tarang.demo=true", "tarang.outbox.relay=false", "tarang.bulk.max-outbox-depth=20000"})
class DemoIT {
    @Autowired
    JdbcClient jdbc;
    @Autowired
    DemoLoader loader;
    @Autowired
    DemoDays days;
    @Autowired
    DemoCatalogueLoader catalogue;
    @Autowired
    Songs songs;
    @Autowired
    Playlists playlists;
    @Autowired
    Stations stations;
    @Autowired
    BulkPrograms programs;
    @Autowired
    BulkPace pace;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    Clock clock;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) {
        Database database = TestServers.postgres().database("program");
        registry.add("spring.datasource.url", database::jdbcUrl);
        registry.add("spring.datasource.username", database::username);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.kafka.bootstrap-servers", () -> TestServers.kafka().bootstrapServers());
        TestIssuer.settings().forEach((name, value) -> registry.add(name, () -> value));
    }

    @BeforeEach
    void loadedByItself() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> number("SELECT count(*) FROM demo_day") >= 4);
    }

    @Test
    void everyStateAndTheCountryHaveSomethingOnAirNow() {
        assertThat(number("""
                SELECT count(DISTINCT area) FROM program
                WHERE scheduled_start <= now() AND scheduled_end > now() AND status IN ('scheduled', 'live')"""))
                .isEqualTo(37);
        assertThat(number("SELECT count(*) FROM station WHERE name = 'Vividh Bharati' AND area = 'IN'")).isEqualTo(1);
    }

    @Test
    void yesterdayIsHistoryAndTheNextDaysAreThere() {
        assertThat(
                number("""
                        SELECT count(DISTINCT station_id) FROM program
                        WHERE status = 'ended' AND actual_end = scheduled_end AND scheduled_end < now() - interval '2 hours'"""))
                .isEqualTo(number("SELECT count(*) FROM station"));
        assertThat(number(
                "SELECT count(DISTINCT station_id) FROM program WHERE scheduled_start > now() + interval '24 hours'"))
                .isEqualTo(number("SELECT count(*) FROM station"));
    }

    @Test
    void loadingAgainOnThisOrAnotherReplicaChangesNothing() throws InterruptedException {
        Written before = written();
        loader.topUp();
        new DemoLoader(stations, programs, pace, transaction, days, clock).topUp();
        assertThat(written()).isEqualTo(before);

        // As if this replica had died before it could note the day: it is written again, to no effect.
        jdbc.sql("DELETE FROM demo_day").update();
        loader.topUp();
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void theNextDaysAreAddedWhenTheirTimeComes() throws InterruptedException {
        Instant later = clock.instant().plus(Duration.ofDays(1));
        int before = number("SELECT count(*) FROM program");
        new DemoLoader(stations, programs, pace, transaction, days, Clock.fixed(later, clock.getZone())).topUp();
        int added = number("SELECT count(*) FROM program") - before;
        assertThat(added).isBetween(1_000, 2_500);
        jdbc.sql("DELETE FROM program WHERE created_at = ?").param(
                later.truncatedTo(ChronoUnit.MILLIS).atOffset(ZoneOffset.UTC)).update();
        jdbc.sql("DELETE FROM demo_day WHERE loaded_at = (SELECT max(loaded_at) FROM demo_day)").update();
        assertThat(number("SELECT count(*) FROM program")).isEqualTo(before);
    }

    @Test
    void songsAndPlaylistsAreThereOnceAndWhatIsDeletedStaysDeleted() {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> number("SELECT count(*) FROM demo_part") == 1);
        assertThat(number("SELECT count(*) FROM song")).isBetween(250, 300);
        assertThat(number("SELECT count(*) FROM song WHERE title = 'Bohemian Rhapsody' AND duration_seconds = 355"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM song WHERE title ILIKE '%love%'")).isGreaterThan(10);
        assertThat(number("SELECT count(DISTINCT language) FROM song")).isGreaterThan(15);
        assertThat(number("SELECT count(*) FROM playlist WHERE featured")).isEqualTo(1);
        assertThat(
                number("""
                        SELECT min(n) FROM (SELECT count(*) AS n FROM playlist p LEFT JOIN playlist_song s ON s.playlist_id = p.id
                        GROUP BY p.id) AS sizes"""))
                .isGreaterThan(5);
        assertThat(number("SELECT count(*) FROM outbox WHERE headers LIKE '%ce_type: song.updated%'"))
                .isEqualTo(number("SELECT count(*) FROM song"));

        jdbc.sql("DELETE FROM playlist").update();
        int events = number("SELECT count(*) FROM outbox WHERE headers LIKE '%ce_type: song%'");
        catalogue.load();
        new DemoCatalogueLoader(songs, playlists, days, transaction, clock).load();
        assertThat(number("SELECT count(*) FROM playlist")).isZero();
        assertThat(number("SELECT count(*) FROM outbox WHERE headers LIKE '%ce_type: song%'")).isEqualTo(events);
    }

    /** What the loader wrote and told; starts and ends, which the clock tells meanwhile, are not its doing. */
    private record Written(int stations, int programs, int events) {
    }

    private Written written() {
        return new Written(number("SELECT count(*) FROM station"), number("SELECT count(*) FROM program"), number("""
                SELECT count(*) FROM outbox
                WHERE headers LIKE '%ce_type: station%' OR headers LIKE '%ce_type: program.scheduled%'
                  OR headers LIKE '%ce_type: program.updated%'"""));
    }

    private int number(String sql) {
        return jdbc.sql(sql).query(Integer.class).single();
    }
}
