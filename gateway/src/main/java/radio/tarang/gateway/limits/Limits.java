package radio.tarang.gateway.limits;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Every limit as it is enforced, and which of them a request meets. */
final class Limits {

    /**
     * @param ofCaller decided on leases, keyed by user or session
     * @param ofAddress decided on leases, keyed by address
     * @param logs decided by the ledger's logs, all of one holder
     * @param shown what the headers speak of, in this order
     * @param policy value of {@code RateLimit-Policy}
     */
    record Plan(Quota[] ofCaller, Quota[] ofAddress, List<Quota> logs, boolean logsOfAddress, List<Quota> shown,
            String policy) {

        boolean isOfAddress(Quota quota) {
            for (Quota one : ofAddress) {
                if (one == quota) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Map<Bucket, Quota> quotas = new EnumMap<>(Bucket.class);
    private final Map<Account.Holder, Map<Rule, Plan>> plans = new EnumMap<>(Account.Holder.class);
    private final Plan newSession;

    Limits(LimitsProperties properties) {
        for (Bucket bucket : Bucket.values()) {
            quotas.put(bucket, properties.quota(bucket));
        }
        for (Rule rule : Rule.values()) {
            List<Bucket> address = with(List.of(Bucket.ADDRESS_MINUTE), rule.ofAddress);
            // The provider's pages are nobody's calls of the API.
            List<Bucket> calls = rule == Rule.PAGE_OF_PROVIDER
                    ? List.of()
                    : List.of(Bucket.API_MINUTE, Bucket.API_HOUR);
            plans(Account.Holder.USER).put(rule, plan(with(calls, rule.ofUser), address));
            plans(Account.Holder.SESSION).put(rule, plan(with(calls, rule.ofSession), address));
            plans(Account.Holder.ADDRESS).put(rule, plan(List.of(), address));
        }
        newSession = plan(List.of(), List.of(Bucket.SESSION_ISSUE_MINUTE, Bucket.SESSION_ISSUE_HOUR));
    }

    private Map<Rule, Plan> plans(Account.Holder holder) {
        return plans.computeIfAbsent(holder, any -> new EnumMap<>(Rule.class));
    }

    private static List<Bucket> with(List<Bucket> buckets, @Nullable Bucket more) {
        return Stream.concat(buckets.stream(), Stream.ofNullable(more)).toList();
    }

    Quota quota(Bucket bucket) {
        return Objects.requireNonNull(quotas.get(bucket));
    }

    /** @param holder {@code ADDRESS} = a caller with neither user nor session */
    Plan plan(Account.Holder holder, Rule rule) {
        return Objects.requireNonNull(Objects.requireNonNull(plans.get(holder)).get(rule));
    }

    /** What handing out an anonymous session counts in, beside the request that it is for. */
    Plan newSession() {
        return newSession;
    }

    private Plan plan(List<Bucket> caller, List<Bucket> address) {
        List<Quota> ofCaller = caller.stream().map(this::quota).toList();
        List<Quota> ofAddress = address.stream().map(this::quota).toList();
        List<Quota> logs = new ArrayList<>(ofCaller.stream().filter(Quota::exact).toList());
        boolean logsOfAddress = logs.isEmpty();
        ofAddress.stream().filter(Quota::exact).forEach(logs::add);
        if (!logsOfAddress && logs.stream().anyMatch(ofAddress::contains)) {
            throw new IllegalStateException("logs of two holders cannot be decided in one call: " + logs);
        }
        List<Quota> shown = new ArrayList<>(ofCaller);
        ofAddress.stream().filter(quota -> quota.bucket() != Bucket.ADDRESS_MINUTE || caller.isEmpty())
                .forEach(shown::add);
        return new Plan(leased(ofCaller), leased(ofAddress), List.copyOf(logs), logsOfAddress, List.copyOf(shown),
                policy(shown));
    }

    private static Quota[] leased(List<Quota> quotas) {
        return quotas.stream().filter(quota -> !quota.exact()).toArray(Quota[]::new);
    }

    private static String policy(List<Quota> shown) {
        return String.join(", ", shown.stream().map(Quota::policy).toList());
    }
}
