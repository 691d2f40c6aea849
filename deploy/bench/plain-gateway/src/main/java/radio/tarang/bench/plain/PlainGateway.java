package radio.tarang.bench.plain;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Its only route is given on the command line. */
@SpringBootApplication
class PlainGateway {

    public static void main(String[] arguments) {
        SpringApplication.run(PlainGateway.class, arguments);
    }
}
