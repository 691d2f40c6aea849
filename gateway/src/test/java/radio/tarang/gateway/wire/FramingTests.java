package radio.tarang.gateway.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/** What is read in one way only passes, whole or in pieces; everything else is refused where it begins. */
class FramingTests {

    private static final String GOOD = "GET /a?b=c HTTP/1.1\r\nHost: x\r\nAccept:\r\n\r\n"
            + "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5 \r\n\r\na\n b\r"
            + "\r\nPOST / HTTP/1.1\r\nTransfer-Encoding:\t Chunked\r\nHost: x\r\n\r\n5\r\na\n b\r\r\n0A\r\n0123456789\r\n0\r\nT: 1\r\n\r\n"
            + "GET / HTTP/1.0\r\n\r\n";

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }

    @Test
    void whatIsFramedInOneWayPassesWhole() {
        Framing framing = new Framing();
        assertThat(framing.advance(bytes(GOOD), 0)).isEqualTo(GOOD.length());
        assertThat(framing.idle()).isTrue();
    }

    @Test
    void howTheBytesArriveMakesNoDifference() {
        for (int cut = 1; cut < GOOD.length(); cut++) {
            Framing framing = new Framing();
            int passed = framing.advance(bytes(GOOD.substring(0, cut)), 0);
            assertThat(framing.refused()).as("cut at %d", cut).isFalse();
            String rest = GOOD.substring(passed);
            assertThat(framing.advance(bytes(rest), 0)).isEqualTo(rest.length());
            assertThat(framing.idle()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n\n", "GET /\r HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", "GET / HTTP/1.1\r\nA: b\rContent-Length: 5\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\tfolded\r\n\r\n",
            "GET / HTTP/1.1\r\n Host: x\r\n\r\n", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1 \r\nHost: x\r\n\r\n", " GET / HTTP/1.1\r\n\r\n",
            "GET /\u0000 HTTP/1.1\r\n\r\n", "\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\n\r\n", "GET /\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\ncontent-length: 6\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x5\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5 5\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \"chunked\"\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: identity\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \u000bchunked\r\n\r\n",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nSec-WebSocket-Key1: a\r\nSec-WebSocket-Key2: b\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n",
            "GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"})
    void aHeadThatTwoParsersCouldReadDifferentlyIsRefused(String head) {
        refused(head, 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5;a=b\r\nabcde\r\n0\r\n\r\n", "5 \r\nabcde\r\n0\r\n\r\n", "5\nabcde\r\n0\r\n\r\n",
            "\r\nabcde\r\n", "0x5\r\nabcde\r\n", "-5\r\nabcde\r\n", "g\r\n", "ffffffff\r\n", "00000000005\r\nabcde\r\n",
            "5\r\nabcdeX\r\n0\r\n\r\n", "5\r\nabcde0\r\n\r\n", "5\r\nabcde\n0\r\n\r\n", "0\r\n folded\r\n\r\n",
            "0\r\nA: b\n\r\n"})
    void chunksThatTwoParsersCouldReadDifferentlyAreRefused(String body) {
        refused("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body, 400);
    }

    @Test
    void aLineTooShortForAVersionIsTheCodecsToRefuse() {
        Framing framing = new Framing();
        assertThat(framing.advance(bytes("G / H\r\n\r\n"), 0)).isEqualTo(9);
        assertThat(framing.refused()).isFalse();
    }

    @Test
    void aHundredFieldsAreEnough() {
        refused("GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(101) + "\r\n", 431);
        Framing framing = new Framing();
        framing.advance(bytes("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(99) + "\r\n"), 0);
        assertThat(framing.idle()).isTrue();
        refused("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(101)
                + "\r\n", 431);
    }

    private static void refused(String text, int status) {
        for (int cut = text.length(); cut > 0; cut -= Math.max(1, text.length() / 20)) {
            Framing framing = new Framing();
            int passed = framing.advance(bytes(text.substring(0, cut)), 0);
            if (!framing.refused()) {
                framing.advance(bytes(text.substring(passed)), 0);
            }
            assertThat(framing.refused()).as("cut at %d", cut).isTrue();
            assertThat(framing.status()).isEqualTo(status);
        }
    }
}
