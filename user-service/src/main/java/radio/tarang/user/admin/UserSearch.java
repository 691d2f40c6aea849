package radio.tarang.user.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import radio.tarang.user.keycloak.People;
import radio.tarang.user.keycloak.Person;
import radio.tarang.user.web.Paging;

/** Finds people at Keycloak, which alone knows their addresses, with what they may do. */
@Service
class UserSearch {
    /** @param version of their rights, as {@code If-Match} takes it */
    record Found(UUID id, String username, @Nullable String email, Set<String> roles, Set<String> states,
            boolean enabled, long version) {
        static Found of(Person person, Access access, long version) {
            return new Found(person.id(), person.username(), person.email(), access.roles(), access.states(),
                    access.enabled(), version);
        }
    }

    record Page(List<Found> users, long total) {
    }

    /** Keycloak tells roles person by person: so many at once. */
    private static final int AT_ONCE = 8;

    private final People people;
    private final AccessEditor editor;
    private final Audit audit;

    UserSearch(People people, AccessEditor editor, Audit audit) {
        this.people = people;
        this.editor = editor;
        this.audit = audit;
    }

    /** @param text the beginning of a name or an address; empty: everybody */
    Page find(String text, Paging paging) throws InterruptedException {
        List<Person> page = people.search(text, paging.offset(), paging.limit());
        long total = people.count(text);
        Map<UUID, Long> versions = audit.versions(page.stream().map(Person::id).toList());
        List<Found> found = new ArrayList<>(page.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<Access>> accesses = page.stream().map(person -> threads.submit(() -> editor.access(person)))
                    .toList();
            for (int n = 0; n < page.size(); n++) {
                Person person = page.get(n);
                found.add(Found.of(person, accesses.get(n).get(), versions.getOrDefault(person.id(), 1L)));
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
        return new Page(found, total);
    }

    Found one(Person person) {
        return Found.of(person, editor.access(person), audit.version(person.id()));
    }
}
