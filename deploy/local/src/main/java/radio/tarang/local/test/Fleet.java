package radio.tarang.local.test;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

import radio.tarang.local.server.OsProcess;
import radio.tarang.local.topic.Topic;
import radio.tarang.local.topic.Topics;

/** The servers that the daemon holds, shared ones by kind and private ones by number, and what can be asked of them. */
final class Fleet {
    private final ServerSource source;
    private final Path root;
    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final Map<Kind, Object> starting = new ConcurrentHashMap<>();
    private final Realms realms = new Realms();
    private final AtomicInteger privateServers = new AtomicInteger();

    Fleet(ServerSource source, Path root) {
        this.source = source;
        this.root = root;
    }

    Map<String, String> perform(String verb, Map<String, String> parameters) throws IOException {
        if (verb.equals("create")) {
            return create(Kind.valueOf(required(parameters, "kind")), owner(parameters));
        }
        String id = required(parameters, "server");
        Member member = members.get(id);
        if (member == null) {
            throw new IOException("There is no server " + id);
        }
        switch (verb) {
            case "database" -> {
                return database(member, required(parameters, "name"));
            }
            case "standby" -> {
                return standby(id, member);
            }
            case "realm" -> {
                return realms.of(id, member.offer().endpoint().get());
            }
            case "sql" -> run(member, required(parameters, "sql"));
            case "topics" -> topics(member, required(parameters, "prefix"));
            case "start" -> member.offer().server().start();
            case "stop" -> member.offer().server().stop();
            case "kill" -> member.offer().server().kill();
            case "pause" -> member.offer().server().pause();
            case "resume" -> member.offer().server().resume();
            case "remove" -> remove(id, member);
            case String other -> throw new IOException("Unknown request " + other);
        }
        return Map.of();
    }

    private Map<String, String> create(Kind kind, @Nullable OsProcess owner) throws IOException {
        String shared = kind.name().toLowerCase(Locale.ROOT);
        if (owner != null) {
            return create(kind, shared + "-" + privateServers.incrementAndGet(), owner);
        }
        synchronized (starting.computeIfAbsent(kind, missing -> new Object())) {
            Member present = members.get(shared);
            return present == null ? create(kind, shared, null) : present.endpoint(shared);
        }
    }

    private Map<String, String> create(Kind kind, String id, @Nullable OsProcess owner) throws IOException {
        Member member = new Member(source.create(kind, id, this::database), owner);
        member.offer().server().start();
        members.put(id, member);
        return member.endpoint(id);
    }

    /** Of a private server, which is away for a moment, and with the same owner. */
    private Map<String, String> standby(String of, Member postgres) throws IOException {
        String id = of + "-standby-" + privateServers.incrementAndGet();
        postgres.offer().server().stop();
        Member standby = new Member(source.standby(postgres.offer(), of, id), postgres.owner());
        postgres.offer().server().start();
        standby.offer().server().start();
        members.put(id, standby);
        return standby.endpoint(id);
    }

    /** For a server that keeps its data in the shared PostgreSQL. */
    private Database database(String name) throws IOException {
        create(Kind.POSTGRES, null);
        Map<String, String> created = database(Objects.requireNonNull(members.get("postgres")), name);
        return new Database(required(created, "jdbcUrl"), required(created, "username"), required(created, "password"));
    }

    private static Map<String, String> database(Member postgres, String name) throws IOException {
        Map<String, String> endpoint = postgres.offer().endpoint().get();
        String url = required(endpoint, "jdbcUrl");
        String unique = name.replaceAll("[^a-z0-9]", "_") + "_" + UUID.randomUUID().toString().substring(0, 8);
        String password = UUID.randomUUID().toString();
        try (Connection connection = DriverManager.getConnection(url, required(endpoint, "username"),
                required(endpoint, "password"));
                Statement statement = connection.createStatement()) {
            statement.execute("create role %s login password '%s'".formatted(unique, password));
            statement.execute("create database %s owner %s".formatted(unique, unique));
            statement.execute("revoke connect on database %s from public".formatted(unique));
        } catch (SQLException failed) {
            throw new IOException("No database " + unique + ": " + failed.getMessage(), failed);
        }
        return Map.of("jdbcUrl", url.substring(0, url.lastIndexOf('/') + 1) + unique, "username", unique, "password",
                password);
    }

    private static void run(Member postgres, String sql) throws IOException {
        Map<String, String> endpoint = postgres.offer().endpoint().get();
        try (Connection connection = DriverManager.getConnection(required(endpoint, "jdbcUrl"),
                required(endpoint, "username"), required(endpoint, "password"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IOException(sql + ": " + failed.getMessage(), failed);
        }
    }

    private void topics(Member kafka, String prefix) throws IOException {
        String bootstrapServers = required(kafka.offer().endpoint().get(), "bootstrapServers");
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            new Topics(admin).apply(Topic.ofCheckout(root), prefix);
        }
    }

    void removeOrphans() throws IOException {
        for (Map.Entry<String, Member> entry : members.entrySet()) {
            OsProcess owner = entry.getValue().owner();
            if (owner != null && !owner.alive()) {
                remove(entry.getKey(), entry.getValue());
            }
        }
    }

    private void remove(String id, Member member) throws IOException {
        members.remove(id);
        member.offer().server().kill();
        source.forget(id);
    }

    void close() throws IOException {
        for (Member member : members.values()) {
            member.offer().server().kill();
        }
        source.close();
    }

    private static @Nullable OsProcess owner(Map<String, String> parameters) {
        String pid = parameters.get("ownerPid");
        return pid == null
                ? null
                : new OsProcess(Long.parseLong(pid), Instant.parse(required(parameters, "ownerBegan")));
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Missing: " + name);
        }
        return value;
    }

    /** @param owner the process of the test that has it for itself; null for a shared server */
    private record Member(ServerSource.Offer offer, @Nullable OsProcess owner) {
        Map<String, String> endpoint(String id) {
            Map<String, String> endpoint = new HashMap<>(offer.endpoint().get());
            endpoint.put("server", id);
            return endpoint;
        }
    }
}
