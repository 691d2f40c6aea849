package radio.tarang.local.conformance;

import java.net.URI;

/**
 * What is checked.
 *
 * @param service by its name in the contracts
 * @param base where it answers, without a path
 * @param kind what may be expected of it
 */
public record Subject(String service, URI base, Kind kind) {

    /** What stands behind a base URL. */
    public enum Kind {
        /** Has an API, which its OpenAPI document lists. */
        API,
        /** Has no routes under {@code /api} yet. */
        BARE,
        /** Stands in front of the others, and adds what browsers need. */
        EDGE
    }
}
