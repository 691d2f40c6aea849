package radio.tarang.gateway.identity;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may reach what, coarsely: what is not here is open at the edge, and its service decides. Matched on decoded segments
 * like the routes themselves, so that another spelling of a path is the same path. The first row that fits counts.
 */
final class RouteTable {

    /** What a row says of callers. */
    enum Who {
        /** There is nothing at this address, for anybody. */
        NOBODY,
        /** One of the row's roles. */
        STAFF,
        /** Everybody who is somebody: a listener who is nobody yet is given a session. */
        LISTENER
    }

    /** @param methods empty = every method */
    record Row(Who who, Set<HttpMethod> methods, PathPattern path, Set<String> roles) {

        boolean fits(HttpMethod method, PathContainer asked) {
            return (methods.isEmpty() || methods.contains(method)) && path.matches(asked);
        }
    }

    private static final PathPatternParser PARSER = new PathPatternParser();
    private static final Set<HttpMethod> POST = Set.of(HttpMethod.POST);
    private static final Set<HttpMethod> READ = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final Set<HttpMethod> PUT_AND_TAKE_BACK = Set.of(HttpMethod.POST, HttpMethod.DELETE);

    private static final PathPattern ADMIN = PARSER.parse("/api/v1/admin/**");

    static final List<Row> ROWS = List.of(
            // Between services only.
            closed("/internal/**"), closed("/api/v1/internal/**"),
            // Staff; implied roles are in the token.
            staff("/api/v1/admin/users/**", "admin"), staff("/api/v1/admin/**", "editor", "admin"),
            staff("/api/v1/moderation/**", "moderator", "admin"),
            staff(POST, "/api/v1/programs/{id}/end/**", "editor", "admin"),
            staff(POST, "/api/v1/radio/next/**", "host", "editor", "admin"),
            staff(POST, "/api/v1/radio/queue/**", "host", "editor", "admin"),
            // What an anonymous listener does, and reads about themselves.
            listener(PUT_AND_TAKE_BACK, "/api/v1/{kind:songs|playlists|programs|comments}/{id}/like"),
            listener(POST, "/api/v1/{kind:songs|playlists|programs}/{id}/{act:play|share|view}"),
            listener(POST, "/api/v1/stations/{id}/listen"),
            listener(POST, "/api/v1/interactions/batch"),
            listener(POST, "/api/v1/{kind:songs|playlists}/{id}/comments"),
            listener(READ, "/api/v1/counters"));

    private RouteTable() {
    }

    /** @return null for a route that is open at the edge */
    static @Nullable Row find(HttpMethod method, PathContainer path) {
        for (Row row : ROWS) {
            if (row.fits(method, path)) {
                return row;
            }
        }
        return null;
    }

    static boolean admin(PathContainer path) {
        return ADMIN.matches(path);
    }

    private static Row closed(String path) {
        return new Row(Who.NOBODY, Set.of(), PARSER.parse(path), Set.of());
    }

    private static Row staff(String path, String... roles) {
        return staff(Set.of(), path, roles);
    }

    private static Row staff(Set<HttpMethod> methods, String path, String... roles) {
        return new Row(Who.STAFF, methods, PARSER.parse(path), Set.of(roles));
    }

    private static Row listener(Set<HttpMethod> methods, String path) {
        return new Row(Who.LISTENER, methods, PARSER.parse(path), Set.of());
    }
}
