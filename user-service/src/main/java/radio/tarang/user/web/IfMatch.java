package radio.tarang.user.web;

import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import radio.tarang.user.Refusal;

/** The {@code If-Match} of a request: compares the version in {@code "v<version>-<hash>"} and nothing else; absent, it allows everything. */
public record IfMatch(@Nullable String header) {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"v(\\d{1,18})(?:-[0-9a-zA-Z-]*)?\"");

    public void require(long version) {
        if (header != null
                && Arrays.stream(header.split(",")).map(String::strip).noneMatch(tag -> allows(tag, version))) {
            throw Refusal.changedMeanwhile();
        }
    }

    private static boolean allows(String tag, long version) {
        var matcher = TAG.matcher(tag);
        return tag.equals("*") || matcher.matches() && Long.parseLong(matcher.group(1)) == version;
    }
}
