package radio.tarang.program.listing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Area;
import radio.tarang.program.ProgramRow;
import radio.tarang.program.ProgramStatus;
import radio.tarang.program.replica.FromReplica;
import radio.tarang.program.web.ProgramView;

/** The listings' SQL. Every statement is an ordered index scan that stops at its limit, or a count that stays inside an index. */
@Repository
@FromReplica
@Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
class Listings {
    /** Where a list begins: after a programme, or after so many. */
    record From(@Nullable Cursor after, int offset) {
    }

    /**
     * One more row than asked for tells whether there is more.
     *
     * @param boundary when it changes by the clock
     * @param announced whether an event will say so
     */
    record Page(List<ProgramView> programs, long total, boolean hasMore, @Nullable Cursor next,
            @Nullable Instant boundary, boolean announced) {
        Page changingUnannounced(Instant at) {
            return new Page(programs, total, hasMore, next, at, false);
        }
    }

    record Found(ProgramView view, boolean national) {
    }

    private final JdbcClient jdbc;

    Listings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Every state's programmes together, optionally of one category or language. */
    Page everywhere(ProgramStatus status, @Nullable String category, @Nullable String language, From from, int limit,
            Collection<String> areas) {
        String order = status == ProgramStatus.ENDED ? "DESC" : "ASC";
        String where = "p.status = :status" + (category == null ? "" : " AND p.category = :category")
                + (language == null ? "" : " AND p.language = :language");
        Map<String, @Nullable Object> params = new HashMap<>();
        params.put("status", status.word());
        params.put("category", category);
        params.put("language", language);
        params.put("limit", limit + 1);
        params.put("offset", from.offset());
        bound(params, "any", status == ProgramStatus.ENDED, from.after(), null);
        List<Found> found = jdbc.sql("""
                SELECT {columns}, s.stream_url
                FROM program p JOIN station s ON s.id = p.station_id
                WHERE {where} AND (p.scheduled_start, p.id) {beyond} (:anyStart::timestamptz, :anyId::uuid)
                ORDER BY p.scheduled_start {order}, p.id {order} LIMIT :limit OFFSET :offset
                """.replace("{columns}", ProgramRow.COLUMNS).replace("{where}", where).replace("{order}", order)
                .replace("{beyond}", status == ProgramStatus.ENDED ? "<" : ">")).params(params).query(Listings::found)
                .list();
        long total = jdbc.sql("SELECT count(*) FROM program p WHERE " + where).params(params).query(Long.class)
                .single();
        return page(found, status, limit, total, nextBoundary(areas));
    }

    Optional<ProgramView> one(UUID id) {
        return jdbc.sql("SELECT " + ProgramRow.COLUMNS + """
                , s.stream_url FROM program p JOIN station s ON s.id = p.station_id WHERE p.id = :id""").param("id", id)
                .query(ProgramView::of).optional();
    }

    /** When something in these areas starts or ends next: one index probe each. */
    @Nullable
    Instant nextBoundary(Collection<String> areas) {
        return jdbc
                .sql("""
                        SELECT least(min(next_end), min(next_start)) AS boundary
                        FROM unnest(:areas) AS a (area),
                          LATERAL (SELECT min(scheduled_end) AS next_end FROM program WHERE area = a.area AND status = 'live') AS ending,
                          LATERAL (SELECT min(scheduled_start) AS next_start FROM program WHERE area = a.area AND status = 'scheduled') AS starting
                        """)
                .param("areas", new SqlArrayValue("text", areas.toArray()))
                .query((row, _) -> Optional.ofNullable(ProgramRow.instant(row, "boundary"))).single().orElse(null);
    }

    static Page page(List<Found> found, ProgramStatus status, int limit, long total,
            @Nullable Instant boundary) {
        boolean hasMore = found.size() > limit;
        List<Found> shown = hasMore ? found.subList(0, limit) : found;
        Cursor next = hasMore ? cursor(status, shown.getLast()) : null;
        return new Page(shown.stream().map(Found::view).toList(), total, hasMore, next, boundary, true);
    }

    private static Cursor cursor(ProgramStatus status, Found last) {
        ProgramView view = last.view();
        return new Cursor(status, last.national(), Objects.requireNonNull(view.scheduledStart()),
                Objects.requireNonNull(view.id()));
    }

    /**
     * The exclusive bound of one ordered scan. Without a cursor it lies before everything; for the state's own part of a list that has come to the
     * national ones it lies behind everything.
     *
     * @param national which part this is; null where there is only one
     */
    static void bound(Map<String, @Nullable Object> params, String part, boolean newestFirst,
            @Nullable Cursor after,
            @Nullable Boolean national) {
        String start = newestFirst ? "infinity" : "-infinity";
        String id = "00000000-0000-0000-0000-000000000000";
        if (after != null && (national == null || national == after.national())) {
            start = after.start().toString();
            id = after.id().toString();
        } else if (after != null && after.national()) {
            start = newestFirst ? "-infinity" : "infinity";
        }
        params.put(part + "Start", start);
        params.put(part + "Id", id);
    }

    static Found found(ResultSet row, int number) throws SQLException {
        return new Found(ProgramView.of(row, number), row.getString("area").equals(Area.NATIONAL));
    }
}
