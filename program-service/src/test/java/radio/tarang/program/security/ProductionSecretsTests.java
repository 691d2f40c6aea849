package radio.tarang.program.security;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProductionSecretsTests {
    static java.util.List<String> needed() {
        return ProductionSecrets.NEEDED;
    }

    private static MockEnvironment complete() {
        MockEnvironment environment = new MockEnvironment();
        needed().forEach(property -> environment.setProperty(property, "a secret of its own"));
        return environment;
    }

    @ParameterizedTest
    @MethodSource("needed")
    void productionDoesNotStartWithoutAnyOfThem(String property) {
        for (String nothing : new String[]{"", "  "}) {
            MockEnvironment environment = complete().withProperty(property, nothing);
            environment.setActiveProfiles("production");

            assertThatThrownBy(() -> ProductionSecrets.check(environment)).isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(property).hasMessageContaining("is missing")
                    .message().doesNotContain("a secret of its own", "\n");
        }
    }

    @ParameterizedTest
    @MethodSource("needed")
    void elsewhereADatabaseMayTrustThisMachine(String property) {
        assertThatCode(() -> ProductionSecrets.check(complete().withProperty(property, ""))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("needed")
    void productionStartsWithAllOfThem(String property) {
        MockEnvironment environment = complete().withProperty(property, "another");
        environment.setActiveProfiles("production");

        assertThatCode(() -> ProductionSecrets.check(environment)).doesNotThrowAnyException();
    }
}
