package radio.tarang.user;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Somebody or something that is followed. A follow keeps the kind it began with: whoever was a host then is one to the end of it. */
public record FollowTarget(Kind kind, UUID id) {
    /** The words are a contract. */
    public enum Kind {
        USER, HOST, STATION, PROGRAM;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> ofWord(String word) {
            return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
        }

        /** A host is a person too. */
        public boolean isPerson() {
            return switch (this) {
                case USER, HOST -> true;
                case STATION, PROGRAM -> false;
            };
        }

        /** Whether the two are asked for under the same path. */
        public boolean isAlike(Kind other) {
            return this == other || isPerson() && other.isPerson();
        }
    }
}
