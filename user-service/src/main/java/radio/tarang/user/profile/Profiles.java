package radio.tarang.user.profile;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.user.AccountRow;

/** The profiles: what people show, beside what their accounts and follows say. */
@Repository
@Transactional(propagation = Propagation.MANDATORY)
class Profiles {
    /** What a person says of themselves. */
    record Shown(@Nullable String displayName, @Nullable String bio, @Nullable String avatarUrl) {
        static final Shown NOTHING = new Shown(null, null, null);
    }

    /** @param version the account's */
    record Profile(UUID id, String username, Shown shown, Instant createdAt, long followers, long following,
            long version) {
    }

    private final JdbcClient jdbc;

    Profiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    Optional<Profile> find(UUID id) {
        return jdbc.sql("""
                SELECT a.id, a.username, a.created_at, a.version, p.display_name, p.bio, p.avatar_url,
                  coalesce(c.followers, 0) AS followers, coalesce(c.following, 0) AS following
                FROM account a LEFT JOIN profile p ON p.user_id = a.id LEFT JOIN follow_count c ON c.user_id = a.id
                WHERE a.id = :id
                """).param("id", id)
                .query((row, _) -> new Profile(row.getObject("id", UUID.class), row.getString("username"),
                        new Shown(row.getString("display_name"), row.getString("bio"), row.getString("avatar_url")),
                        AccountRow.required(row, "created_at"), row.getLong("followers"), row.getLong("following"),
                        row.getLong("version")))
                .optional();
    }

    Shown shown(UUID id) {
        return jdbc.sql("SELECT display_name, bio, avatar_url FROM profile WHERE user_id = :id").param("id", id)
                .query((row, _) -> new Shown(row.getString("display_name"), row.getString("bio"),
                        row.getString("avatar_url")))
                .optional().orElse(Shown.NOTHING);
    }

    void put(UUID id, Shown shown) {
        jdbc.sql(
                """
                        INSERT INTO profile (user_id, display_name, bio, avatar_url) VALUES (:id, :displayName, :bio, :avatarUrl)
                        ON CONFLICT (user_id) DO UPDATE
                        SET display_name = excluded.display_name, bio = excluded.bio, avatar_url = excluded.avatar_url
                        """)
                .param("id", id).param("displayName", shown.displayName()).param("bio", shown.bio())
                .param("avatarUrl", shown.avatarUrl()).update();
    }
}
