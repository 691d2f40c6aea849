package radio.tarang.user;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.support.SqlArrayValue;

import radio.tarang.user.Preferences.Consent;
import radio.tarang.user.Preferences.Digest;
import radio.tarang.user.Preferences.Notifications;
import radio.tarang.user.Preferences.QuietHours;

/** How an account and its row translate into each other, for the store and the read models. */
public final class AccountRow {
    /** What {@link #MAPPER} reads, from {@code account a}. */
    public static final String COLUMNS = """
            a.id, a.username, a.state_preference, a.languages, a.time_zone, a.quiet_start, a.quiet_end, a.notify_in_app, a.notify_push,
            a.notify_email, a.notify_digest, a.consent_analytics, a.consent_personalisation, a.consent_at, a.created_at, a.updated_at,
            a.version, a.sequence""";

    public static final RowMapper<Account> MAPPER = (row, _) -> account(row);

    private AccountRow() {
    }

    private static Account account(ResultSet row) throws SQLException {
        String zone = row.getString("time_zone");
        LocalTime quietStart = row.getObject("quiet_start", LocalTime.class);
        LocalTime quietEnd = row.getObject("quiet_end", LocalTime.class);
        Preferences preferences = new Preferences(row.getString("state_preference"), texts(row, "languages"),
                zone == null ? null : ZoneId.of(zone),
                quietStart == null || quietEnd == null ? null : new QuietHours(quietStart, quietEnd),
                new Notifications(row.getBoolean("notify_in_app"), row.getBoolean("notify_push"),
                        row.getBoolean("notify_email"),
                        Digest.valueOf(row.getString("notify_digest").toUpperCase(Locale.ROOT))),
                new Consent(row.getBoolean("consent_analytics"), row.getBoolean("consent_personalisation"),
                        instant(row, "consent_at")));
        return new Account(row.getObject("id", UUID.class), row.getString("username"), preferences,
                required(row, "created_at"), required(row, "updated_at"), row.getLong("version"),
                row.getLong("sequence"));
    }

    /** The row's values by column name. */
    static Map<String, @Nullable Object> values(Account account) {
        Preferences p = account.preferences();
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("id", account.id());
        values.put("username", account.username());
        values.put("state_preference", p.statePreference());
        values.put("languages", new SqlArrayValue("text", p.languages().toArray()));
        values.put("time_zone", p.timeZone() == null ? null : p.timeZone().getId());
        values.put("quiet_start", p.quietHours() == null ? null : p.quietHours().start());
        values.put("quiet_end", p.quietHours() == null ? null : p.quietHours().end());
        values.put("notify_in_app", p.notifications().inApp());
        values.put("notify_push", p.notifications().push());
        values.put("notify_email", p.notifications().email());
        values.put("notify_digest", p.notifications().digest().name().toLowerCase(Locale.ROOT));
        values.put("consent_analytics", p.consent().analytics());
        values.put("consent_personalisation", p.consent().personalisation());
        values.put("consent_at", utc(p.consent().at()));
        values.put("created_at", utc(account.createdAt()));
        values.put("updated_at", utc(account.updatedAt()));
        values.put("version", account.version());
        values.put("sequence", account.sequence());
        return values;
    }

    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    public static Instant required(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instant(row, column), column);
    }

    public static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** As the driver takes it; null stays null. */
    public static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
