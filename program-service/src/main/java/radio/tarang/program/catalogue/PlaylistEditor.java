package radio.tarang.program.catalogue;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.Playlist;
import radio.tarang.program.PlaylistDetails;
import radio.tarang.program.PlaylistEvent;
import radio.tarang.program.Playlists;
import radio.tarang.program.Refusal;
import radio.tarang.program.Songs;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.PathIds;

/** Makes, changes and deletes playlists. Like songs they belong to the whole country. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class PlaylistEditor {
    /** A playlist as the audit keeps it: with the ids of its songs. */
    record State(UUID id, String title, @Nullable String description, @Nullable String coverImage, List<UUID> songs,
            boolean isActive, boolean isFeatured, long version) {
    }

    /** What an editor wants a playlist to be. */
    private record Wanted(PlaylistDetails details, List<UUID> songs) {
    }

    private final Playlists playlists;
    private final Songs songs;
    private final Audit audit;
    private final Ids ids;
    private final Clock clock;

    PlaylistEditor(Playlists playlists, Songs songs, Audit audit, Ids ids, Clock clock) {
        this.playlists = playlists;
        this.songs = songs;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    UUID add(Actor actor, PlaylistRequest request) {
        StateScope.require(actor.caller(), null);
        playlists.lockAll();
        Wanted wanted = check(request);
        Instant now = clock.instant();
        PlaylistEvent added = Playlist.add(ids.next(null, now), wanted.details(), wanted.songs(), now);
        playlists.add(added);
        audit.record(actor, "playlist.create", added.playlist().id(), null, null, state(added.playlist()));
        return added.playlist().id();
    }

    void change(Actor actor, UUID id, PlaylistRequest request, IfMatch ifMatch) {
        StateScope.require(actor.caller(), null);
        playlists.lockAll();
        Playlist playlist = known(id, ifMatch);
        Wanted wanted = check(request);
        PlaylistEvent revised = playlist.revise(wanted.details(), wanted.songs(), clock.instant());
        if (revised != null) {
            playlists.save(revised);
            audit.record(actor, "playlist.update", id, null, state(playlist), state(revised.playlist()));
        }
    }

    void delete(Actor actor, UUID id, IfMatch ifMatch) {
        StateScope.require(actor.caller(), null);
        playlists.lockAll();
        Playlist playlist = known(id, ifMatch);
        playlists.delete(playlist.delete(clock.instant()));
        audit.record(actor, "playlist.delete", id, null, state(playlist), null);
    }

    static State state(Playlist playlist) {
        PlaylistDetails d = playlist.details();
        return new State(playlist.id(), d.title(), d.description(), d.coverImage(), playlist.songs(), d.active(),
                d.featured(), playlist.version());
    }

    private Playlist known(UUID id, IfMatch ifMatch) {
        Playlist playlist = playlists.find(id)
                .orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_PLAYLIST, id.toString()));
        ifMatch.require(playlist.version());
        return playlist;
    }

    private Wanted check(PlaylistRequest request) {
        Findings findings = new Findings();
        PlaylistDetails details = PlaylistDetails.checked(request.title(), request.description(),
                request.coverImage(), request.isActive(), request.isFeatured(), findings);
        List<UUID> wanted = songs(request.songs() == null ? List.of() : request.songs(), findings);
        findings.refuseAny();
        return new Wanted(details, wanted);
    }

    private List<UUID> songs(List<@Nullable String> raw, Findings findings) {
        if (raw.size() > Playlist.MAX_SONGS) {
            findings.add("songs", "must be at most " + Playlist.MAX_SONGS);
            return List.of();
        }
        List<Optional<UUID>> parsed = raw.stream()
                .map(id -> id == null ? Optional.<UUID>empty() : PathIds.parse(id)).toList();
        Set<UUID> known = songs.known(parsed.stream().flatMap(Optional::stream).toList());
        List<UUID> found = new ArrayList<>();
        for (int i = 0; i < parsed.size(); i++) {
            UUID id = parsed.get(i).orElse(null);
            if (id == null || !known.contains(id)) {
                findings.add("songs[" + i + "]", "is not a song");
            } else {
                found.add(id);
            }
        }
        return found;
    }
}
