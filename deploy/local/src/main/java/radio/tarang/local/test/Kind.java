package radio.tarang.local.test;

/** What a build can ask for. */
enum Kind {
    POSTGRES, KAFKA, REDIS, ELASTICSEARCH, KEYCLOAK
}
