package radio.tarang.program.importing;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import radio.tarang.program.importing.CalendarBlocks.Block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class CalendarBlocksTests {
    @Test
    void cutsAFileIntoComponentsWithTheirLines() throws Exception {
        List<Block> blocks = read(
                "\uFEFFBEGIN:VCALENDAR\nVERSION:2.0\r\nbegin:vevent\r\nSUMMARY:One\r\nEND:VEVENT\r\n\r\n"
                        + "BEGIN:VEVENT\rSUMMARY:Two\rEND:VEVENT\rEND:VCALENDAR\rBEGIN:VCALENDAR\rEND:VCALENDAR\r\n");
        assertThat(blocks).extracting(Block::line).containsExactly(3, 7);
        assertThat(blocks).extracting(Block::name).containsOnly("VEVENT");
        assertThat(blocks.getFirst().text()).isEqualTo("BEGIN:VEVENT\r\nSUMMARY:One\r\nEND:VEVENT\r\n");
    }

    @Test
    void unfoldsOctetsSoThatACharacterMayBeFoldedInItsMiddle() throws Exception {
        byte[] hindi = "SUMMARY:नमस्ते".getBytes(StandardCharsets.UTF_8);
        for (int fold = 1; fold < hindi.length; fold++) {
            byte[] file = concat("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n".getBytes(StandardCharsets.UTF_8),
                    java.util.Arrays.copyOf(hindi, fold), "\r\n ".getBytes(StandardCharsets.UTF_8),
                    java.util.Arrays.copyOfRange(hindi, fold, hindi.length),
                    "\r\nEND:VEVENT\r\nEND:VCALENDAR".getBytes(StandardCharsets.UTF_8));
            assertThat(new CalendarBlocks(new ByteArrayInputStream(file)).next())
                    .satisfies(block -> assertThat(String.valueOf(block)).contains("SUMMARY:नमस्ते\r\n"));
        }
    }

    @Test
    void leavesOutWhatIsNestedInAnEvent() throws Exception {
        assertThat(read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nBEGIN:VALARM\nDESCRIPTION:ring\nEND:VALARM\nSUMMARY:One\n"
                + "END:VEVENT\nEND:VCALENDAR\n").getFirst().text())
                .isEqualTo("BEGIN:VEVENT\r\nSUMMARY:One\r\nEND:VEVENT\r\n");
    }

    @Test
    void everyPrefixOfAFileIsRefusedWithALine() throws Exception {
        String whole = new Ics().event("UID:1", "SUMMARY:One").event("UID:2").toString();
        assertThat(read(whole)).hasSize(2);
        for (int length = 0; length < whole.stripTrailing().length(); length++) {
            String part = whole.substring(0, length);
            assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read(part))
                    .satisfies(e -> assertThat(e.line()).isPositive());
        }
    }

    @Test
    void refusesWhatIsNoCalendar() {
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read("<tv/>")).withMessageContaining("<tv/>");
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read("x".repeat(1_000_000)))
                .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(300));
    }

    @Test
    void boundsDepthLinesAndComponents() throws Exception {
        String deep = "BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + "BEGIN:X\n".repeat(1_000_000);
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read(deep)).withMessageContaining("nested");
        Block longLine = read(new Ics().event("X:" + "y".repeat(1_000_000), "UID:1").toString()).getFirst();
        assertThat(longLine.whole()).isFalse();
        assertThat(longLine.text()).hasSizeLessThan(200_000);
        Block manyLines = read(new Ics().event("X:1\r\n".repeat(100_000)).toString()).getFirst();
        assertThat(manyLines.whole()).isFalse();
        assertThat(manyLines.text()).hasSizeLessThan(200_000);
    }

    private static byte[] concat(byte[]... parts) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static List<Block> read(String file) throws Unreadable {
        List<Block> blocks = new ArrayList<>();
        CalendarBlocks reader = new CalendarBlocks(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        for (Block block = reader.next(); block != null; block = reader.next()) {
            blocks.add(block);
        }
        return blocks;
    }
}
