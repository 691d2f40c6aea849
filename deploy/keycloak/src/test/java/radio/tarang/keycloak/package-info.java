@org.jspecify.annotations.NullMarked
package radio.tarang.keycloak;
