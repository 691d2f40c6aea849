package radio.tarang.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {

    /** Since Java 24 Netty checks every byte of its buffers through the JDK unless told otherwise: a tenth of a hit's work. */
    public static void main(String[] args) {
        if (System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "false");
        }
        SpringApplication.run(GatewayApplication.class, args);
    }
}
