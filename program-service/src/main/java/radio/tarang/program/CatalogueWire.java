package radio.tarang.program;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectMapper;

import radio.tarang.outbox.CloudEvent;
import radio.tarang.outbox.OutboxEvent;

/** Songs and playlists as records of {@code program.events}, like {@link Wire}: they belong to no state, so they share the first partition. */
@Component
class CatalogueWire {
    @JsonInclude(Include.NON_NULL)
    private record SongState(UUID id, String title, String artist, @Nullable String albumArt, @Nullable String videoUrl,
            @Nullable String audioUrl, int duration, boolean durationEstimated, List<String> genre,
            @Nullable String language, @Nullable Integer releaseYear, boolean isActive, Instant createdAt,
            Instant updatedAt, long version) {
        static SongState of(Song song) {
            SongDetails d = song.details();
            return new SongState(song.id(), d.title(), d.artist(), d.albumArt(), d.videoUrl(), d.audioUrl(),
                    d.durationSeconds(), d.durationEstimated(), d.genres(), d.language(), d.releaseYear(), d.active(),
                    song.createdAt(), song.updatedAt(), song.version());
        }
    }

    @JsonInclude(Include.NON_NULL)
    private record PlaylistState(UUID id, String title, @Nullable String description, @Nullable String coverImage,
            List<UUID> songs, boolean isActive, boolean isFeatured, Instant createdAt, Instant updatedAt,
            long version) {
        static PlaylistState of(Playlist playlist) {
            PlaylistDetails d = playlist.details();
            return new PlaylistState(playlist.id(), d.title(), d.description(), d.coverImage(), playlist.songs(),
                    d.active(), d.featured(), playlist.createdAt(), playlist.updatedAt(), playlist.version());
        }
    }

    private static final String SOURCE = "program-service";
    private static final String SCHEMAS = "https://tarang.radio/contracts/events/";

    private final ObjectMapper json;
    private final States states;
    private final Topics topics;

    CatalogueWire(ObjectMapper json, States states, Topics topics) {
        this.json = json;
        this.states = states;
        this.topics = topics;
    }

    List<OutboxEvent> records(SongEvent event) {
        Song song = event.song();
        CloudEvent headers = headers(event);
        if (event.id() != null) {
            headers.id(event.id());
        }
        OutboxEvent told = record(song.id(), headers, json.writeValueAsBytes(SongState.of(song)));
        return event.type() == SongEvent.Type.DELETED
                ? List.of(told, record(song.id(), headers(event).tombstone("deleted"), null))
                : List.of(told);
    }

    List<OutboxEvent> records(PlaylistEvent event) {
        Playlist playlist = event.playlist();
        OutboxEvent told = record(playlist.id(), headers(event),
                json.writeValueAsBytes(PlaylistState.of(playlist)));
        return event.type() == PlaylistEvent.Type.DELETED
                ? List.of(told, record(playlist.id(), headers(event).tombstone("deleted"), null))
                : List.of(told);
    }

    private static CloudEvent headers(SongEvent event) {
        Song song = event.song();
        return CloudEvent.of(event.type().ceType(), SOURCE).subject("songs/" + song.id()).time(song.updatedAt())
                .sequence(song.version()).dataSchema(SCHEMAS + "song-v1.schema.json")
                .cacheTags("song:" + song.id(), "songs");
    }

    private static CloudEvent headers(PlaylistEvent event) {
        Playlist playlist = event.playlist();
        CloudEvent headers = CloudEvent.of(event.type().ceType(), SOURCE).subject("playlists/" + playlist.id())
                .time(playlist.updatedAt()).sequence(playlist.version())
                .dataSchema(SCHEMAS + "playlist-v1.schema.json")
                .cacheTags("playlist:" + playlist.id(), "playlists");
        if (event.causedBy() != null) {
            headers.causedBy(event.causedBy().toString());
        }
        return headers;
    }

    private OutboxEvent record(UUID id, CloudEvent headers, byte @Nullable [] payload) {
        return new OutboxEvent(topics.programEvents(), states.partition(null), id.toString(), headers.headers(),
                payload);
    }
}
