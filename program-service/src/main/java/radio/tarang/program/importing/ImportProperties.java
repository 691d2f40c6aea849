package radio.tarang.program.importing;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code tarang.import.*}
 *
 * @param maxSize of one file; more is 413
 * @param poll how often to look for jobs that no hint of this replica announced: another's, or one whose worker died
 * @param lease how long a job is left alone after its worker's last sign of life
 * @param attempts how often in a row a job may die without finishing one batch before it is given up as failed
 * @param keep how long finished jobs stay in the list
 */
@ConfigurationProperties("tarang.import")
record ImportProperties(@DefaultValue("20MB") DataSize maxSize, @DefaultValue("2s") Duration poll,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("5") int attempts, @DefaultValue("90d") Duration keep) {
    ImportProperties {
        if (maxSize.toBytes() < 1 || poll.toMillis() < 1 || lease.toMillis() < 1 || attempts < 1
                || !keep.isPositive()) {
            throw new IllegalArgumentException("tarang.import: sizes, times and counts must be positive");
        }
    }
}
