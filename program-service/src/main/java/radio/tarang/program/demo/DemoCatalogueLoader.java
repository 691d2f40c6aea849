package radio.tarang.program.demo;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.Playlist;
import radio.tarang.program.PlaylistDetails;
import radio.tarang.program.Playlists;
import radio.tarang.program.Song;
import radio.tarang.program.SongEvent;
import radio.tarang.program.Songs;
import radio.tarang.program.demo.DemoCatalogue.DemoPlaylist;
import radio.tarang.program.demo.DemoCatalogue.DemoSong;

/** Loads the demo's songs and playlists once, all in one transaction: what was deleted since stays deleted. */
@Component
@ConditionalOnBooleanProperty("tarang.demo")
class DemoCatalogueLoader {
    private static final Logger LOG = LoggerFactory.getLogger(DemoCatalogueLoader.class);
    private static final String PART = "catalogue";

    private final Songs songs;
    private final Playlists playlists;
    private final DemoDays loaded;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private volatile boolean done;

    DemoCatalogueLoader(Songs songs, Playlists playlists, DemoDays loaded, TransactionTemplate transaction,
            Clock clock) {
        this.songs = songs;
        this.playlists = playlists;
        this.loaded = loaded;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** By the minute until it is done, so that a database that was not there yet is found soon. */
    @Scheduled(fixedRate = 1, timeUnit = TimeUnit.MINUTES)
    void load() {
        if (done) {
            return;
        }
        try {
            transaction.executeWithoutResult(_ -> {
                if (loaded.claim(PART, clock.instant())) {
                    write(new DemoCatalogue(), clock.instant());
                }
            });
            done = true;
        } catch (RuntimeException e) {
            LOG.warn("The demo has no songs yet: {}", e.toString());
        }
    }

    /** Songs that somebody imported before are taken as they are. */
    private void write(DemoCatalogue catalogue, Instant now) {
        songs.lockRecognition();
        playlists.lockAll();
        Map<UUID, UUID> known = new HashMap<>();
        songs.recognised(catalogue.songs().stream().map(song -> song.details().recognisedAs()).toList())
                .forEach(song -> known.putIfAbsent(song.details().recognisedAs(), song.id()));
        List<SongEvent> added = new ArrayList<>();
        for (DemoSong song : catalogue.songs()) {
            if (known.putIfAbsent(song.details().recognisedAs(), song.id()) == null) {
                added.add(Song.add(song.id(), song.details(), now));
            }
        }
        songs.add(added);
        for (DemoPlaylist playlist : catalogue.playlists()) {
            List<UUID> wanted = catalogue.songs().stream().filter(playlist::wants)
                    .map(song -> Objects.requireNonNull(known.get(song.details().recognisedAs()))).toList();
            playlists.add(Playlist.add(playlist.id(),
                    new PlaylistDetails(playlist.title(), playlist.description(), null, true, playlist.featured()),
                    wanted, now));
        }
        LOG.info("Demo: {} songs, {} playlists", added.size(), catalogue.playlists().size());
    }
}
