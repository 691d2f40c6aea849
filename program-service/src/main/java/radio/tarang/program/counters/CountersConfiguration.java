package radio.tarang.program.counters;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;

import radio.tarang.program.intake.Intake;

@Configuration(proxyBeanMethods = false)
class CountersConfiguration {
    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> countersContainers(Intake intake) {
        return intake.containers("counters");
    }
}
