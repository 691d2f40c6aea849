package radio.tarang.bench;

import java.util.List;
import java.util.Locale;

/** Median and range of the rounds of one side. */
public record Spread(double median, double least, double most) {

    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no rounds");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    public String with(String unit) {
        return String.format(Locale.ROOT, "%.2f %s (%.2f–%.2f)", median, unit, least, most);
    }
}
