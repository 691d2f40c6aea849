package radio.tarang.user.web;

import radio.tarang.user.Findings;

/** Which part of a list: pages count from 1, hold at most 100, and reach at most 10 000 deep. */
public record Paging(int page, int limit) {
    private static final int MAX_LIMIT = 100;
    private static final int MAX_DEPTH = 10_000;

    public static Paging of(int page, int limit) {
        Findings findings = new Findings();
        if (page < 1) {
            findings.add("page", "must be at least 1");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            findings.add("limit", "must be between 1 and " + MAX_LIMIT);
        }
        if (findings.isEmpty() && (long) page * limit > MAX_DEPTH) {
            findings.add("page", "page × limit must be at most 10 000; follow the cursor instead");
        }
        findings.refuseAny();
        return new Paging(page, limit);
    }

    public int offset() {
        return (page - 1) * limit;
    }
}
