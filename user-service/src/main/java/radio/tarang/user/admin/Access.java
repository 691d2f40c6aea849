package radio.tarang.user.admin;

import java.util.Set;
import java.util.TreeSet;

/** What somebody may do: their roles, those that follow from others included, the states they are confined to, and whether they may sign in. */
record Access(Set<String> roles, Set<String> states, boolean enabled) {
    private static final String ADMIN = "admin";

    Access {
        roles = new TreeSet<>(roles); // sorted, so that it reads the same each time
        states = new TreeSet<>(states);
    }

    boolean administers() {
        return enabled && roles.contains(ADMIN);
    }
}
