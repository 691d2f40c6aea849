package radio.tarang.program.privacy;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;

import radio.tarang.program.intake.Intake;

@Configuration(proxyBeanMethods = false)
class PrivacyConfiguration {
    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> privacyContainers(Intake intake) {
        return intake.containers("privacy");
    }
}
