package radio.tarang.local.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import radio.tarang.local.Checkout;
import radio.tarang.local.server.Kafka;
import radio.tarang.local.server.Keycloak;
import radio.tarang.local.server.Postgres;
import radio.tarang.local.server.Redis;

/** The servers of a platform that are not ours. */
record Servers(Postgres postgres, Kafka kafka, Redis redis, Keycloak keycloak) {
    static final String KEYCLOAK_DATABASE = "keycloak";

    static Servers of(Path root, Home home, PortPlan ports, Secrets secrets) throws IOException {
        Path programs = home.of("programs");
        Postgres postgres = new Postgres("postgresql", programs, ports.of("postgresql"),
                secrets.of("postgresql.superuser"), true);
        Kafka kafka = new Kafka("kafka", Checkout.classPath(root), ports.of("kafka"), ports.of("kafka-controller"),
                List.of("-XX:SharedArchiveFile=" + home.of("kafka").resolve("cds"), "-XX:+AutoCreateSharedArchive",
                        "-Xlog:cds=off", "-Xlog:aot=off", "-Xshare:auto"));
        Keycloak keycloak = new Keycloak("keycloak", programs,
                Checkout.archive(root, "keycloak-quarkus-dist-" + Keycloak.VERSION + ".zip"),
                new Keycloak.Endpoint(ports.of("keycloak"), ports.of("keycloak-management"), ports.publicUrl()),
                new Keycloak.Database(postgres.jdbcUrl(KEYCLOAK_DATABASE), KEYCLOAK_DATABASE,
                        secrets.of("database." + KEYCLOAK_DATABASE)),
                secrets.of("keycloak.admin"));
        return new Servers(postgres, kafka, new Redis("redis", programs, ports.of("redis")), keycloak);
    }
}
