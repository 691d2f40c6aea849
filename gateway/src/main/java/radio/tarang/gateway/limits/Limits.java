package radio.tarang.gateway.limits;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Every limit as it is enforced, and which of them a request meets. */
final class Limits {

    /**
     * @param ofCaller decided on leases, keyed by user or session
     * @param ofAddress decided on leases, keyed by address
     * @param exact decided by a log, if the rule has such a bucket
     * @param exactOfAddress the log is the address's
     * @param shown what the headers speak of, in this order
     * @param policy value of {@code RateLimit-Policy}
     */
    record Plan(Quota[] ofCaller, Quota[] ofAddress, @Nullable Quota exact, boolean exactOfAddress, List<Quota> shown,
            String policy) {
    }

    private final Map<Bucket, Quota> quotas = new EnumMap<>(Bucket.class);
    private final Map<Account.Holder, Map<Rule, Plan>> plans = new EnumMap<>(Account.Holder.class);
    private final Plan newSession;

    Limits(LimitsProperties properties) {
        for (Bucket bucket : Bucket.values()) {
            quotas.put(bucket, properties.quota(bucket));
        }
        for (Account.Holder holder : Account.Holder.values()) {
            Map<Rule, Plan> byRule = new EnumMap<>(Rule.class);
            for (Rule rule : Rule.values()) {
                byRule.put(rule, plan(rule, holder));
            }
            plans.put(holder, byRule);
        }
        newSession = plan(List.of(), List.of(Bucket.SESSION_ISSUE_MINUTE, Bucket.SESSION_ISSUE_HOUR));
    }

    Quota quota(Bucket bucket) {
        Quota quota = quotas.get(bucket);
        if (quota == null) {
            throw new IllegalArgumentException(bucket.text());
        }
        return quota;
    }

    /** @param holder {@code ADDRESS} = a caller with neither user nor session */
    Plan plan(Account.Holder holder, Rule rule) {
        Plan plan = plans.getOrDefault(holder, Map.of()).get(rule);
        if (plan == null) {
            throw new IllegalArgumentException(holder + " " + rule);
        }
        return plan;
    }

    /** What handing out an anonymous session counts in. */
    Plan newSession() {
        return newSession;
    }

    private Plan plan(Rule rule, Account.Holder holder) {
        List<Bucket> caller = new ArrayList<>();
        List<Bucket> address = new ArrayList<>(List.of(Bucket.ADDRESS_MINUTE));
        if (holder != Account.Holder.ADDRESS && rule != Rule.PAGE_OF_PROVIDER) {
            caller.addAll(List.of(Bucket.API_MINUTE, Bucket.API_HOUR));
            Bucket own = holder == Account.Holder.USER ? rule.ofUser : rule.ofSession;
            if (own != null) {
                caller.add(own);
            }
        }
        if (rule.ofAddress != null) {
            address.add(rule.ofAddress);
        }
        return plan(caller, address);
    }

    private Plan plan(List<Bucket> caller, List<Bucket> address) {
        List<Quota> shown = new ArrayList<>();
        caller.forEach(bucket -> shown.add(quota(bucket)));
        address.stream().filter(bucket -> bucket != Bucket.ADDRESS_MINUTE || caller.isEmpty())
                .forEach(bucket -> shown.add(quota(bucket)));
        Quota exact = shown.stream().filter(Quota::exact).findFirst().orElse(null);
        StringBuilder policy = new StringBuilder();
        shown.forEach(quota -> policy.append(policy.isEmpty() ? "" : ", ").append(quota.policy()));
        return new Plan(leased(caller), leased(address), exact,
                exact != null && address.contains(exact.bucket()), List.copyOf(shown), policy.toString());
    }

    private Quota[] leased(List<Bucket> buckets) {
        return buckets.stream().map(this::quota).filter(quota -> !quota.exact()).toArray(Quota[]::new);
    }
}
