package radio.tarang.user.auth;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tarang.login.*}
 *
 * @param failures how often one account may fail from one network
 * @param within in this time
 * @param shortestRefusal a failure is not told sooner, whatever was wrong
 * @param growth how much later each further failure is told
 * @param longestRefusal and no later than this
 */
@ConfigurationProperties("tarang.login")
record LoginSettings(@DefaultValue("10") int failures, @DefaultValue("15m") Duration within,
        @DefaultValue("400ms") Duration shortestRefusal, @DefaultValue("200ms") Duration growth,
        @DefaultValue("2s") Duration longestRefusal) {

    /** @param before how many failures there were already */
    Duration refusalAfter(int before) {
        Duration grown = shortestRefusal.plus(growth.multipliedBy(before));
        return grown.compareTo(longestRefusal) < 0 ? grown : longestRefusal;
    }
}
