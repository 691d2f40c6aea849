package radio.tarang.program;

import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What we say about ourselves in files of foreign formats, so that a file of ours is known again when it comes back. Exports write these, imports
 * understand them; they are a contract with every file that was ever exported.
 */
public final class Marks {
    /** Whose names these are, wherever a format wants a name that is unique in the world. */
    public static final String AUTHORITY = "tarang.radio";

    /** XMLTV: {@code <episode-num system="…">}. */
    public static final String XMLTV_OWN_ID = "tarang.radio/id";
    public static final String XMLTV_EXTERNAL_ID = "tarang.radio/external-id";

    /** iCalendar: the programme's id where its UID is a foreign one, its station, its host, and the categories that are tags. */
    public static final String ICALENDAR_OWN_ID = "X-TARANG-ID";
    public static final String ICALENDAR_STATION = "X-TARANG-STATION";
    public static final String ICALENDAR_HOST = "X-TARANG-HOST";
    public static final String ICALENDAR_KIND = "X-TARANG-KIND";
    public static final String ICALENDAR_TAGS = "TAGS";

    private static final String UID_END = "@" + AUTHORITY;

    private Marks() {
    }

    /** The UID of a programme: the one it was imported with, else our own. */
    public static String uid(UUID id, @Nullable String externalId) {
        return externalId == null ? id + UID_END : externalId;
    }

    /** The programme whose own UID this is; empty for a foreign one. */
    public static Optional<UUID> ownId(String uid) {
        if (!uid.endsWith(UID_END)) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(uid.substring(0, uid.length() - UID_END.length()));
            return uid(id, null).equals(uid) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How a file names a station: as it did when it came from one, else by our id. */
    public static String channel(Station station) {
        return station.externalId() == null ? station.id().toString() : station.externalId();
    }
}
