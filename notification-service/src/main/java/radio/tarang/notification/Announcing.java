package radio.tarang.notification;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import radio.tarang.notification.Announcement.Reception;
import radio.tarang.notification.FeedEvent.ProgrammeChanged;

/** How a change of a programme becomes what listeners are told: those of the country, and those whose state hears it in words of its own. */
final class Announcing {
    private final Projection projection;
    private final Duration within;

    /** @param within changes to programmes further away than this are not announced */
    Announcing(Projection projection, Duration within) {
        this.projection = projection;
        this.within = within;
    }

    /**
     * Null when nobody is told.
     *
     * @param restated of the states that do not hear it with the country, those that hear something else because of it
     */
    @Nullable
    Announcement announcement(ProgrammeChanged changed, @Nullable Programme before, long serial, long offset,
            Positions positions, Predicate<OptOut> restated) {
        if (!Wording.worthTelling(changed, before, within)) {
            return null;
        }
        Programme programme = changed.programme();
        List<OptOut> otherwise = programme.state().national() ? projection.optOutsFrom(programme.id()) : List.of();
        List<String> notIn = new ArrayList<>();
        Map<Integer, byte[]> otherWords = new HashMap<>();
        long silent = 0;
        long restating = 0;
        for (OptOut optOut : otherwise) {
            if (!optOut.heardWithTheCountry()) {
                notIn.add(Objects.requireNonNull(optOut.state().id()));
                silent |= 1L << optOut.state().number();
                restating |= restated.test(optOut) ? 1L << optOut.state().number() : 0;
            }
        }
        for (OptOut optOut : otherwise) {
            if (optOut.heardWithTheCountry()) {
                otherWords.put(optOut.state().number(), Wording.body(changed, before, notIn,
                        heard -> Heard.together(heard, optOut, projection).item()));
            }
        }
        byte[] body = Wording.body(changed, before, notIn, heard -> Heard.own(heard, projection).item());
        return new Announcement(serial, programme.state(), offset, programme.id(), Wording.type(changed.happening()),
                body, Wording.boundary(changed), positions.copy(), new Reception(silent, restating, otherWords));
    }
}
