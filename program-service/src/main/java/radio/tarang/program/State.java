package radio.tarang.program;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * A state or union territory.
 *
 * @param id ISO 3166-2:IN code without the prefix, as changed on 2023-11-23
 * @param nativeNames names by BCP 47 language
 * @param aliases former codes that are still understood
 * @param number 1–36, carried in ids
 * @param partition its partition of {@code program.events}
 */
public record State(String id, String name, Map<String, String> nativeNames, String region, ZoneId timeZone,
        List<String> aliases,
        int number, int partition) {
}
