package radio.tarang.program.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.listing.Listings.Found;
import radio.tarang.program.listing.Listings.From;
import radio.tarang.program.listing.Listings.Page;
import radio.tarang.program.replica.FromReplica;
import radio.tarang.program.web.ProgramView;

/**
 * What one state hears: its own programmes, and the national ones as it takes them. Two ordered index scans that stop at their limit, the second
 * probing the state's opt-outs; the few programmes that the state hears later are a third part, with times and status of their own.
 */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class StateListing {
    /**
     * The national programmes that the state hears later. A delay moves both ends: on air from the start it had (by the clock, or earlier by hand) to the
     * end it had, both later; and never before it is on air in the country. What is cancelled is cancelled everywhere at once.
     */
    private static final String DELAYED = """
            delayed AS (
              SELECT id, heard_start, heard_from, heard_until,
                CASE WHEN status = 'scheduled' OR heard_from > :now THEN 'scheduled'
                     WHEN status = 'live' OR heard_until > :now THEN 'live'
                     ELSE 'ended' END AS heard_status
              FROM (SELECT n.id, n.status, n.scheduled_start + o.delay AS heard_start,
                      least(n.scheduled_start, n.actual_start) + o.delay AS heard_from,
                      CASE WHEN n.status = 'ended' THEN least(n.scheduled_end, n.actual_end) ELSE n.scheduled_end END + o.delay AS heard_until
                    FROM (SELECT program_id, make_interval(mins => delay_minutes) AS delay FROM opt_out
                          WHERE area = :state AND delay_minutes IS NOT NULL) AS o
                      JOIN program n ON n.id = o.program_id AND n.status <> 'cancelled') AS moved)
            """;

    /** A state that only chose another language hears the programme when everybody does. */
    private static final String NOT_HEARD_WITH_THE_COUNTRY = "o.area = :state AND (o.language IS NULL OR o.delay_minutes IS NOT NULL)";

    private final JdbcClient jdbc;
    private final Listings listings;

    StateListing(JdbcClient jdbc, Listings listings) {
        this.jdbc = jdbc;
        this.listings = listings;
    }

    /** The state's own, then the national ones; what is over comes newest first, all else by start. */
    Page page(String stateId, ProgramStatus status, From from, int limit, Instant now) {
        boolean newestFirst = status == ProgramStatus.ENDED;
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("state", stateId);
        params.put("status", status.word());
        params.put("now", Area.utc(now));
        params.put("most", from.offset() + limit + 1);
        params.put("limit", limit + 1);
        params.put("offset", from.offset());
        Listings.bound(params, "own", newestFirst, from.after(), false);
        Listings.bound(params, "national", newestFirst, from.after(), true);
        List<Found> found = jdbc.sql("WITH " + DELAYED
                + """
                        , picked AS (
                          (SELECT 0 AS rank, scheduled_start AS heard_start, id, NULL AS heard_status FROM program
                           WHERE area = :state AND status = :status
                             AND (scheduled_start, id) {beyond} (:ownStart::timestamptz, :ownId::uuid)
                           ORDER BY scheduled_start {order}, id {order} LIMIT :most)
                          UNION ALL
                          (SELECT 1, scheduled_start, id, NULL FROM program p
                           WHERE area = 'IN' AND status = :status
                             AND (scheduled_start, id) {beyond} (:nationalStart::timestamptz, :nationalId::uuid)
                             AND NOT EXISTS (SELECT FROM opt_out o WHERE o.program_id = p.id AND {notHeard})
                           ORDER BY scheduled_start {order}, id {order} LIMIT :most)
                          UNION ALL
                          SELECT 1, heard_start, id, heard_status FROM delayed
                          WHERE heard_status = :status AND (heard_start, id) {beyond} (:nationalStart::timestamptz, :nationalId::uuid)
                          ORDER BY rank, heard_start {order}, id {order} LIMIT :limit OFFSET :offset)
                        SELECT {columns}, s.stream_url, picked.heard_status, o.language AS heard_language, o.delay_minutes, replaced.program_id AS replaces
                        FROM picked JOIN program p ON p.id = picked.id JOIN station s ON s.id = p.station_id
                          LEFT JOIN opt_out o ON o.area = :state AND o.program_id = p.id
                          LEFT JOIN LATERAL (
                            SELECT r.program_id FROM opt_out r JOIN program n ON n.id = r.program_id
                            WHERE r.area = :state AND r.replacement = p.id AND n.status IN ('scheduled', 'live')
                            ORDER BY n.scheduled_start, n.id LIMIT 1) AS replaced ON true
                        ORDER BY picked.rank, picked.heard_start {order}, p.id {order}
                        """
                        .replace("{beyond}", newestFirst ? "<" : ">").replace("{order}", newestFirst ? "DESC" : "ASC")
                        .replace("{columns}", ProgramRow.COLUMNS).replace("{notHeard}", NOT_HEARD_WITH_THE_COUNTRY))
                .params(params).query(StateListing::heard).list();
        Instant announced = listings.nextBoundary(List.of(stateId, Area.NATIONAL));
        Page page = Listings.page(found, status, limit, total(params), announced);
        Instant ofDelayed = nextOfDelayed(params);
        return ofDelayed != null && (announced == null || ofDelayed.isBefore(announced))
                ? page.changingUnannounced(ofDelayed)
                : page;
    }

    private long total(Map<String, @Nullable Object> params) {
        return jdbc
                .sql("WITH " + DELAYED
                        + """
                                SELECT (SELECT count(*) FROM program WHERE area IN (:state, 'IN') AND status = :status)
                                  - (SELECT count(*) FROM opt_out o JOIN program p ON p.id = o.program_id WHERE p.status = :status AND {notHeard})
                                  + (SELECT count(*) FROM delayed WHERE heard_status = :status)
                                """
                                .replace("{notHeard}", NOT_HEARD_WITH_THE_COUNTRY))
                .params(params).query(Long.class).single();
    }

    /** When something starts or ends for this state alone. No event tells of it. */
    private @Nullable Instant nextOfDelayed(Map<String, @Nullable Object> params) {
        return jdbc
                .sql("WITH " + DELAYED
                        + """
                                SELECT least(min(heard_from) FILTER (WHERE heard_from > :now), min(heard_until) FILTER (WHERE heard_until > :now)) AS boundary
                                FROM delayed
                                """)
                .params(params).query((row, _) -> Optional.ofNullable(ProgramRow.instant(row, "boundary")))
                .single().orElse(null);
    }

    private static Found heard(ResultSet row, int number) throws SQLException {
        Found found = Listings.found(row, number);
        ProgramView view = found.view();
        UUID replaces = row.getObject("replaces", UUID.class);
        String status = row.getString("heard_status");
        String language = row.getString("heard_language");
        if (replaces != null) {
            view = view.insteadOf(replaces);
        }
        if (status != null) {
            view = view.heardLater(row.getLong("delay_minutes"), status);
        }
        if (language != null) {
            view = view.spokenIn(language);
        }
        return new Found(view, found.national());
    }
}
