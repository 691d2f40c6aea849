package radio.tarang.gateway;

/**
 * Fired along a connection whose bytes are refused before they are a request: whoever renders answers sends this one and the
 * connection ends.
 */
public record RefusedBytes(int status) {
}
