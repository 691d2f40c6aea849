package radio.tarang.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;

import radio.tarang.faults.stage.Stage;

/**
 * A schedule of the design's size, put straight into program-service's tables: no events are published for it, because half a million of them are
 * not what is measured. Every programme is about 5 KB, in Devanagari, in no order that would flatter an index.
 */
public final class Country {

    /** 36 states of 10 stations, and 10 national ones. */
    public static final int STATES = 36;
    private static final int STATIONS_EACH = 10;
    public static final String AREAS = "{AN,AP,AR,AS,BR,CG,CH,DH,DL,GA,GJ,HP,HR,JH,JK,KA,KL,LA,LD,MH,ML,MN,MP,MZ,NL,OD,PB,PY,RJ,SK,TN,TR,TS,UK,UP,WB}";
    private static final int LIVE_NATIONAL = 20;

    private final Stage stage;

    public Country(Stage stage) {
        this.stage = stage;
    }

    /** As the superuser, without the time limits of the service. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(stage.jdbcUrl("program"), "postgres", Stage.PASSWORD);
    }

    public void openStations() throws IOException {
        run("""
                INSERT INTO station (id, name, area, languages, stream_url, created_at, updated_at, version)
                SELECT uuidv7(), 'आकाशवाणी ' || area || ' ' || n, area, '{hi}', 'https://stream.example/' || area || '/' || n, now(), now(), 1
                FROM unnest(('%s'::text[]) || 'IN'::text) AS area, generate_series(1, %d) AS n
                """
                .formatted(AREAS, STATIONS_EACH));
    }

    /**
     * More programmes: so many live in each state, so many scheduled in all over the coming 14 days, and 50 of yesterday on every station.
     *
     * @param first of the numbers that this part has, so that parts do not repeat each other
     */
    public void fill(int livePerState, int scheduled, int first) throws IOException {
        insert("live", livePerState / STATIONS_EACH, first, "now() - random() * interval '5 hours'",
                "interval '20 hours' + random() * interval '3 hours'");
        insert("scheduled", scheduled / (STATES * STATIONS_EACH), first,
                "now() + interval '30 hours' + random() * interval '14 days'", "interval '30 minutes'");
        if (first == 0) {
            insert("ended", 50, first, "now() - interval '1 day' - random() * interval '1 day'",
                    "interval '30 minutes'");
            run("DELETE FROM program WHERE area = 'IN' AND status = 'live' AND id NOT IN (SELECT id FROM program WHERE area = 'IN' AND status = 'live' LIMIT %d)"
                    .formatted(LIVE_NATIONAL));
        } else {
            run("DELETE FROM program WHERE area = 'IN' AND status = 'live' AND title LIKE '%s %%'".formatted(first));
        }
        run("VACUUM (ANALYZE) program");
    }

    private void insert(String status, int perStation, int first, String start, String length) throws IOException {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(
                        """
                                WITH words AS MATERIALIZED (SELECT ?::text AS text)
                                INSERT INTO program (id, station_id, area, title, description, category, host_name, language, image_url, tags,
                                  scheduled_start, scheduled_end, actual_start, actual_end, status, created_at, updated_at, version)
                                SELECT uuidv7(), id, area, ? || ' ' || substr(text, 1 + (at * 31 %% 4000)::int, 240), substr(text, 1 + (at * 37 %% 4000)::int, 990),
                                  (ARRAY['music', 'news', 'talk', 'drama'])[1 + at %% 4], substr(text, 1 + (at * 41 %% 4000)::int, 60), 'hi',
                                  'https://images.example/' || at, ARRAY[substr(text, 1 + (at * 43 %% 4000)::int, 40), substr(text, 1 + (at * 47 %% 4000)::int, 40),
                                    substr(text, 1 + (at * 53 %% 4000)::int, 40)],
                                  date_trunc('milliseconds', start), date_trunc('milliseconds', start + %s),
                                  CASE WHEN '%s' <> 'scheduled' THEN date_trunc('milliseconds', start) END,
                                  CASE WHEN '%s' = 'ended' THEN date_trunc('milliseconds', start + %s) END, '%s', now(), now(), 1
                                FROM words, (SELECT s.id, s.area, (random() * 1000000)::bigint AS at, %s AS start
                                      FROM station s, generate_series(1, ?) AS n ORDER BY random()) AS slots
                                """
                                .formatted(length, status, status, length, status, start))) {
            statement.setString(1, words());
            statement.setString(2, "" + first);
            statement.setInt(3, perStation);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IOException("cannot fill the schedule", e);
        }
    }

    /** Letters at random: text that does not compress, as real text hardly does either. */
    private static String words() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder(5000);
        for (int n = 0; n < 5000; n++) {
            text.append(random.nextInt(6) == 0 ? ' ' : (char) (0x0905 + random.nextInt(0x34)));
        }
        return text.toString();
    }

    /** In every state so many live programmes end at that moment and so many scheduled ones start at it. @return how many of each in all */
    public int boundaryAt(Instant moment, int perState) throws IOException {
        try (Connection connection = connect();
                PreparedStatement ends = connection.prepareStatement(
                        """
                                UPDATE program SET scheduled_end = ? WHERE id IN (
                                  SELECT p.id FROM unnest(?::text[]) AS a (area), LATERAL (
                                    SELECT id FROM program WHERE area = a.area AND status = 'live' ORDER BY scheduled_start DESC LIMIT ?) AS p)
                                """);
                PreparedStatement starts = connection.prepareStatement(
                        """
                                UPDATE program SET scheduled_start = ?, scheduled_end = ?::timestamptz + interval '20 hours' WHERE id IN (
                                  SELECT p.id FROM unnest(?::text[]) AS a (area), LATERAL (
                                    SELECT id FROM program WHERE area = a.area AND status = 'scheduled' ORDER BY scheduled_start LIMIT ?) AS p)
                                """)) {
            OffsetDateTime at = moment.atOffset(ZoneOffset.UTC);
            ends.setObject(1, at);
            ends.setString(2, AREAS);
            ends.setInt(3, perState);
            starts.setObject(1, at);
            starts.setObject(2, at);
            starts.setString(3, AREAS);
            starts.setInt(4, perState);
            int ending = ends.executeUpdate();
            int starting = starts.executeUpdate();
            if (ending != starting) {
                throw new IOException(ending + " programmes end, " + starting + " start");
            }
            return ending;
        } catch (SQLException e) {
            throw new IOException("cannot set the boundary", e);
        }
    }

    public long count(String sql) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        } catch (SQLException e) {
            throw new IOException(sql, e);
        }
    }

    public String text(String sql) throws IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getString(1) : "";
        } catch (SQLException e) {
            throw new IOException(sql, e);
        }
    }

    /** One after the other in one session, each on its own. */
    public void run(String... statements) throws IOException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IOException(String.join("; ", statements), e);
        }
    }
}
