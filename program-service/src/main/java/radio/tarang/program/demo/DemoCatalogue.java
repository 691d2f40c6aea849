package radio.tarang.program.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import radio.tarang.program.Findings;
import radio.tarang.program.SongDetails;

/** The files under {@code demo/catalogue/} read: songs, and what playlists are made of. */
final class DemoCatalogue {
    record DemoSong(SongDetails details) {
        UUID id() {
            return DemoIds.of("song:" + details.title() + " / " + details.artist());
        }
    }

    /** A playlist by its conditions; one that is empty or null asks for nothing. @param word in the title, in any case */
    record DemoPlaylist(String title, String description, boolean featured, List<String> languages,
            List<String> genres, @Nullable String word) {
        UUID id() {
            return DemoIds.of("playlist:" + title);
        }

        boolean wants(DemoSong song) {
            SongDetails d = song.details();
            return (languages.isEmpty() || languages.contains(d.language()))
                    && (genres.isEmpty() || d.genres().stream().anyMatch(genres::contains))
                    && (word == null || d.title().toLowerCase(Locale.ROOT).contains(word));
        }
    }

    private final List<DemoSong> songs = new ArrayList<>();
    private final List<DemoPlaylist> playlists = new ArrayList<>();

    DemoCatalogue() {
        ((Map<?, ?>) yaml("songs.yaml")).forEach((language, list) -> ((List<?>) list)
                .forEach(song -> songs.add(new DemoSong(details((String) language, (String) song)))));
        for (Object entry : (List<?>) yaml("playlists.yaml")) {
            Map<?, ?> p = (Map<?, ?>) entry;
            playlists.add(new DemoPlaylist((String) Objects.requireNonNull(p.get("title")),
                    (String) Objects.requireNonNull(p.get("description")), Boolean.TRUE.equals(p.get("featured")),
                    texts(p.get("languages")), texts(p.get("genres")), (String) p.get("word")));
        }
    }

    List<DemoSong> songs() {
        return songs;
    }

    List<DemoPlaylist> playlists() {
        return playlists;
    }

    /** Title | artist | year | genres | length, of which the last may be missing and the year empty. */
    private static SongDetails details(String language, String song) {
        List<String> parts = Arrays.stream(song.split("\\|")).map(String::strip).toList();
        Findings findings = new Findings();
        SongDetails details = SongDetails.checked(parts.get(0), parts.get(1), null, null, null,
                parts.size() > 4 ? seconds(parts.get(4)) : null, List.of(parts.get(3).split(", ")), language,
                parts.get(2).isEmpty() ? null : Integer.valueOf(parts.get(2)), true, findings);
        findings.refuseAny();
        return details;
    }

    private static int seconds(String length) {
        List<String> parts = List.of(length.split(":"));
        return Integer.parseInt(parts.get(0)) * 60 + Integer.parseInt(parts.get(1));
    }

    private static List<String> texts(@Nullable Object list) {
        return list == null ? List.of() : ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private static Object yaml(String name) {
        try (InputStream in = new ClassPathResource("demo/catalogue/" + name).getInputStream()) {
            return new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
