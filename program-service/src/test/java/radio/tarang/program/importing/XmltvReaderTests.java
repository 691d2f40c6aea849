package radio.tarang.program.importing;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class XmltvReaderTests {
    @Test
    void readsChannelsAndProgrammesInTheFilesOrder() throws Exception {
        List<XmltvItem> items = read(Xmltv.odd());
        assertThat(items).hasSize(16);
        assertThat(items.getFirst()).isEqualTo(
                new XmltvItem.Channel(5, "valley.example", List.of("Valley Radio", "Valley"), "en"));
        assertThat(items.get(2)).isInstanceOfSatisfying(XmltvItem.Broadcast.class, first -> {
            assertThat(first.line()).isEqualTo(14);
            assertThat(first.title()).isEqualTo("Morning & Mist");
            assertThat(first.language()).isEqualTo("en");
            assertThat(first.subTitle()).isEqualTo("The first walk");
            assertThat(first.description()).isEqualTo("Birds,  bells & bread.");
            assertThat(first.presenters()).containsExactly("Asha Rawat", "Tom");
            assertThat(first.categories()).containsExactly("Talk", "Nature");
        });
    }

    @Test
    void saysWhereAFileIsCutOff() {
        String whole = Xmltv.odd();
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> read(whole.substring(0, whole.indexOf("Road Rep"))))
                .withMessageContaining("cut off").satisfies(e -> assertThat(e.line()).isEqualTo(47));
    }

    @Test
    void everyPrefixOfAFileIsEitherReadOrRefusedWithALine() throws Exception {
        String whole = Xmltv.odd();
        for (int length = 1; length < whole.stripTrailing().length(); length += 7) {
            String part = whole.substring(0, length);
            assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read(part))
                    .satisfies(e -> assertThat(e.line()).isPositive());
        }
    }

    @Test
    void refusesWhatIsNoXmltv() {
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read("<html><body/></html>"))
                .withMessageContaining("<html>");
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read("BEGIN:VCALENDAR"))
                .withMessageContaining("not well-formed");
    }

    @Test
    void neverFetchesAnExternalEntity(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");
        String file = """
                <!DOCTYPE tv [<!ENTITY leak SYSTEM "%s">]>
                <tv><programme channel="c"><title>x&leak;y</title></programme></tv>""".formatted(secret.toUri());
        assertThat(outcome(file)).doesNotContain("the secret");
    }

    @Test
    void expandsNoEntities() throws Exception {
        StringBuilder bomb = new StringBuilder("<!DOCTYPE tv [<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 30; i++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        bomb.append("]><tv><programme channel=\"c\"><title>&a29;</title></programme></tv>");
        assertThat(outcome(bomb.toString())).doesNotContain("haha").hasSizeLessThan(2_000);
    }

    @Test
    void boundsDepthAndText() throws Exception {
        assertThatExceptionOfType(Unreadable.class).isThrownBy(() -> read("<tv>" + "<a>".repeat(100_000)))
                .withMessageContaining("deeper than");
        List<XmltvItem> items = read(
                "<tv><programme channel=\"c\"><title>" + "x".repeat(1_000_000) + "</title></programme></tv>");
        assertThat(((XmltvItem.Broadcast) items.getFirst()).title()).hasSize(8192);
    }

    private static String outcome(String file) {
        try {
            return read(file).toString();
        } catch (Unreadable e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static List<XmltvItem> read(String file) throws Unreadable {
        List<XmltvItem> items = new ArrayList<>();
        try (XmltvReader reader = new XmltvReader(new ByteArrayInputStream(file.getBytes(UTF_8)))) {
            for (XmltvItem item = reader.next(); item != null; item = reader.next()) {
                items.add(item);
            }
        }
        return items;
    }
}
