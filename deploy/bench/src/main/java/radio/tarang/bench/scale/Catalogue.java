package radio.tarang.bench.scale;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import radio.tarang.bench.Country;

/**
 * 100 000 songs and 1 000 playlists of 200, each with counts as listeners leave them: a few with most of the plays, most with hardly any. One song of fifty is
 * hidden, and genres are of every size.
 */
final class Catalogue {

    private static final int SONGS = 100_000;
    private static final int PLAYLISTS = 1_000;
    private static final int SONGS_EACH = 200;

    private final Country country;

    Catalogue(Country country) {
        this.country = country;
    }

    void fill() throws IOException {
        country.run(
                """
                        INSERT INTO song (id, title, artist, album_art, audio_url, duration_seconds, duration_estimated, genres, genre_keys, language,
                          release_year, recognised_as, inactive_since, created_at, updated_at, version)
                        SELECT uuidv7(), 'गीत ' || n, 'गायक ' || n %% 5000, 'https://images.example/' || n, 'https://audio.example/' || n, 240, false,
                          genres, genres, (ARRAY['hi', 'en', 'ta', 'te', 'bn', 'mr'])[1 + n %% 6], 1950 + n %% 75, gen_random_uuid(),
                          CASE WHEN n %% 50 = 0 THEN added END, added, added, 1
                        FROM (SELECT n, date_trunc('milliseconds', now() - random() * interval '3 years') AS added,
                                CASE WHEN n %% 1000 = 7 THEN ARRAY['rare'] WHEN n %% 3 = 0 THEN ARRAY['pop', 'film'] WHEN n %% 7 = 0 THEN ARRAY['folk']
                                  ELSE ARRAY['genre ' || n %% 40] END AS genres
                              FROM generate_series(1, %d) AS n) AS made
                        """
                        .formatted(SONGS),
                """
                        UPDATE counter_projection SET plays = (power(random(), 6) * 5000000)::bigint, likes = (power(random(), 6) * 200000)::bigint,
                          sequence = 1 WHERE kind = 'song'
                        """,
                """
                        INSERT INTO playlist (id, title, description, active, featured, created_at, updated_at, version)
                        SELECT uuidv7(), 'सूची ' || n, repeat('शाम के लिए ', 50), n %% 20 <> 0, n %% 10 = 1, added, added, 1
                        FROM (SELECT n, date_trunc('milliseconds', now() - random() * interval '3 years') AS added FROM generate_series(1, %d) AS n) AS made
                        """
                        .formatted(PLAYLISTS),
                """
                        INSERT INTO playlist_song (playlist_id, position, song_id)
                        SELECT picked.id, n, every.id
                        FROM (SELECT id, n, 1 + floor(random() * %d)::bigint AS at FROM playlist, generate_series(1, %d) AS n) AS picked
                          JOIN (SELECT id, row_number() OVER () AS at FROM song) AS every USING (at)
                        ORDER BY picked.id, n
                        """
                        .formatted(SONGS, SONGS_EACH),
                """
                        INSERT INTO counter_projection (kind, target_id, likes, plays, views, sequence)
                        SELECT 'playlist', id, (random() * 1000)::bigint, 0, (random() * 100000)::bigint, 1 FROM playlist
                        """,
                "VACUUM (ANALYZE) song, counter_projection, playlist, playlist_song");
    }

    /** Half way down the list, where no page reaches. */
    private String cursor() throws IOException {
        return country
                .text("""
                        SELECT translate(rtrim(encode(convert_to('popular.' || plays || '.' || floor(extract(epoch FROM since) * 1000)::bigint || '.' || target_id, 'UTF8'),
                          'base64'), '='), E'+/\\n', '-_')
                        FROM counter_projection WHERE kind = 'song' AND listed ORDER BY plays DESC OFFSET %d LIMIT 1
                        """
                        .formatted(SONGS / 2));
    }

    /** What is asked of it, by name. */
    Map<String, String> reads() throws IOException {
        Map<String, String> reads = new LinkedHashMap<>();
        reads.put("newest songs, 500th page", "/api/v1/songs?page=500");
        reads.put("most played, 500th page", "/api/v1/songs?sort=popular&page=500");
        reads.put("most played, far behind by cursor", "/api/v1/songs?sort=popular&cursor=" + cursor());
        reads.put("most liked", "/api/v1/songs?sort=likes");
        reads.put("the fifty most played", "/api/v1/songs/popular");
        reads.put("of a third, most played", "/api/v1/songs?genre=pop&sort=popular");
        reads.put("of a rare genre, most liked", "/api/v1/songs?genre=rare&sort=likes");
        reads.put("of a genre, newest", "/api/v1/songs?genre=genre%2011");
        reads.put("of no such genre", "/api/v1/songs?genre=none&sort=popular");
        reads.put("playlists, a hundred", "/api/v1/playlists?limit=100");
        reads.put("playlists, 9th hundred", "/api/v1/playlists?limit=100&page=9");
        reads.put("featured playlists", "/api/v1/playlists/featured");
        reads.put("one playlist", "/api/v1/playlists/" + country.text("SELECT id FROM playlist WHERE active LIMIT 1"));
        reads.put("the radio", "/api/v1/radio/stream");
        return reads;
    }
}
