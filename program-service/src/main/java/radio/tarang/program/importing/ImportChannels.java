package radio.tarang.program.importing;

import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import radio.tarang.program.Findings;
import radio.tarang.program.Ids;
import radio.tarang.program.Refusal;
import radio.tarang.program.States;
import radio.tarang.program.Station;
import radio.tarang.program.StationEvent;
import radio.tarang.program.Stations;
import radio.tarang.program.Text;

/** Which station a file's channel is: by our id, by external id, by display name; or a new national one, where the job asked for that. */
@Component
class ImportChannels {
    private final Stations stations;
    private final States states;
    private final Ids ids;
    private final Clock clock;
    private final TransactionTemplate transaction;

    ImportChannels(Stations stations, States states, Ids ids, Clock clock, TransactionTemplate transaction) {
        this.stations = stations;
        this.states = states;
        this.ids = ids;
        this.clock = clock;
        this.transaction = transaction;
    }

    /** For one job: the stations as they are now. */
    Directory directory(@Nullable UUID override, boolean create) {
        return new Directory(override, create);
    }

    final class Directory {
        private final @Nullable UUID override;
        private final boolean create;
        /** Without the national ones. */
        private final Map<UUID, String> stateOf = new HashMap<>();
        private final Map<String, UUID> byKey = new HashMap<>();
        private final Map<String, Optional<UUID>> byChannel = new HashMap<>();

        private Directory(@Nullable UUID override, boolean create) {
            this.override = override;
            this.create = create;
            List<Station> all = stations.all();
            all.stream().filter(station -> station.stateId() != null)
                    .forEach(station -> stateOf.put(station.id(), String.valueOf(station.stateId())));
            Map<String, List<UUID>> byName = new HashMap<>();
            all.forEach(
                    station -> byName.computeIfAbsent(name(station.name()), _ -> new ArrayList<>()).add(station.id()));
            // A name that two stations share says nothing.
            byName.forEach((name, same) -> {
                if (same.size() == 1) {
                    byKey.put(name, same.getFirst());
                }
            });
            all.stream().filter(station -> station.externalId() != null)
                    .forEach(station -> byKey.put(external(String.valueOf(station.externalId())), station.id()));
            all.forEach(station -> byKey.put(station.id().toString(), station.id()));
        }

        /** The station of a channel as the file declares it; empty if there is none. Asked again, the answer is the same. */
        Optional<UUID> declare(XmltvItem.Channel channel) {
            return station(channel.id(), channel.names(), channel.language());
        }

        /** The station of a programme's channel, which the file may not have declared. @param channel null where the file names none */
        Optional<UUID> station(@Nullable String channel) {
            return station(channel, List.of(), null);
        }

        /** @param names what the file calls the channel beside its id */
        Optional<UUID> station(@Nullable String channel, List<String> names, @Nullable String language) {
            if (override != null) {
                return Optional.of(override);
            }
            return channel == null
                    ? Optional.empty()
                    : byChannel.computeIfAbsent(channel, _ -> resolve(channel, names, language));
        }

        /** Where a station's days begin. */
        ZoneId zone(UUID station) {
            return states.timeZone(stateOf.get(station));
        }

        private Optional<UUID> resolve(String channel, List<String> names, @Nullable String language) {
            List<String> keys = new ArrayList<>(
                    List.of(channel.toLowerCase(Locale.ROOT), external(channel), name(channel)));
            names.forEach(displayName -> keys.add(name(displayName)));
            for (String key : keys) {
                if (byKey.containsKey(key)) {
                    return Optional.ofNullable(byKey.get(key));
                }
            }
            return create ? open(channel, names, language) : Optional.empty();
        }

        private Optional<UUID> open(String channel, List<String> names, @Nullable String said) {
            Findings findings = new Findings();
            String externalId = Text.requiredLine("id", channel, 255, findings);
            String name = Text.requiredLine("name", names.isEmpty() ? channel : names.getFirst(), 255, findings);
            Findings unused = new Findings();
            String language = Text.language("language", said, unused);
            if (!findings.isEmpty()) {
                return Optional.empty();
            }
            StationEvent opened = Station.open(ids.next(null, clock.instant()), name, null,
                    language == null || !unused.isEmpty() ? List.of() : List.of(language), null, externalId,
                    clock.instant());
            try {
                transaction.executeWithoutResult(_ -> stations.add(opened));
                return Optional.of(opened.station().id());
            } catch (Refusal e) {
                // Another job opened it a moment ago.
                return stations.findByExternalId(externalId).map(Station::id);
            }
        }

        private static String external(String id) {
            return "external " + id;
        }

        private static String name(String displayName) {
            return "name " + displayName.strip().toLowerCase(Locale.ROOT);
        }
    }
}
