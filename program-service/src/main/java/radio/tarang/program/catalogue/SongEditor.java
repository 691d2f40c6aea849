package radio.tarang.program.catalogue;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.PlaylistEvent;
import radio.tarang.program.Playlists;
import radio.tarang.program.Refusal;
import radio.tarang.program.Song;
import radio.tarang.program.SongDetails;
import radio.tarang.program.SongEvent;
import radio.tarang.program.Songs;
import radio.tarang.program.audit.Actor;
import radio.tarang.program.audit.Audit;
import radio.tarang.program.security.StateScope;
import radio.tarang.program.web.IfMatch;
import radio.tarang.program.web.SongView;

/** Adds, changes and deletes songs. They belong to the whole country, so an editor who is confined to states is none here. */
@Service
@CircuitBreaker(name = "postgres")
@Transactional
class SongEditor {
    private final Songs songs;
    private final Playlists playlists;
    private final Audit audit;
    private final Ids ids;
    private final Clock clock;

    SongEditor(Songs songs, Playlists playlists, Audit audit, Ids ids, Clock clock) {
        this.songs = songs;
        this.playlists = playlists;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    Song add(Actor actor, SongRequest request) {
        StateScope.require(actor.caller(), null);
        Instant now = clock.instant();
        SongEvent added = Song.add(ids.next(null, now), checked(request), now);
        songs.add(List.of(added));
        audit.record(actor, "song.create", added.song().id(), null, null, SongView.of(added.song()));
        return added.song();
    }

    Song change(Actor actor, UUID id, SongRequest request, IfMatch ifMatch) {
        StateScope.require(actor.caller(), null);
        SongDetails details = checked(request);
        Song song = locked(id, ifMatch);
        SongEvent revised = song.revise(details, clock.instant());
        if (revised == null) {
            return song;
        }
        songs.save(revised);
        audit.record(actor, "song.update", id, null, SongView.of(song), SongView.of(revised.song()));
        return revised.song();
    }

    /** It leaves its playlists, and their events name its deletion as their cause. */
    void delete(Actor actor, UUID id, IfMatch ifMatch) {
        StateScope.require(actor.caller(), null);
        playlists.lockAll();
        Song song = locked(id, ifMatch);
        Instant now = clock.instant();
        SongEvent deleted = song.delete(now).named(ids.next(null, now));
        songs.delete(deleted);
        audit.record(actor, "song.delete", id, null, SongView.of(song), null);
        List<PlaylistEvent> shrunk = new ArrayList<>();
        playlists.holding(id).forEach(playlist -> {
            PlaylistEvent without = Objects.requireNonNull(playlist.without(id, now)).because(deleted);
            shrunk.add(without);
            audit.record(actor, "playlist.update", playlist.id(), null, PlaylistEditor.state(playlist),
                    PlaylistEditor.state(without.playlist()));
        });
        playlists.saveWithout(id, shrunk);
    }

    private Song locked(UUID id, IfMatch ifMatch) {
        Song song = songs.lock(id).orElseThrow(() -> Refusal.unknown(Refusal.Reason.UNKNOWN_SONG, id.toString()));
        ifMatch.require(song.version());
        return song;
    }

    private static SongDetails checked(SongRequest request) {
        Findings findings = new Findings();
        SongDetails details = request.details(findings);
        findings.refuseAny();
        return details;
    }
}
