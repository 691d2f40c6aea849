package radio.tarang.user.follow;

import java.util.UUID;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import radio.tarang.user.Away;
import radio.tarang.user.keycloak.People;

/** Who is a host, as Keycloak has it. While it is away a follow begins all the same, and its target counts as a person like any other. */
@Component
class Hosts {
    private static final Logger LOG = LoggerFactory.getLogger(Hosts.class);
    private static final String HOST = "host";

    private final People people;

    Hosts(People people) {
        this.people = people;
    }

    boolean has(UUID id) {
        try {
            return people.roles(id).contains(HOST);
        } catch (Away | CallNotPermittedException | BulkheadFullException e) {
            LOG.debug("Whether {} is a host is not known: {}", id, e.toString());
            return false;
        }
    }
}
