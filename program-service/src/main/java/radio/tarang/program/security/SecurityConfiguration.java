package radio.tarang.program.security;

import java.time.Clock;

import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;

/** Who may use which route of this service. Whatever is not listed is denied. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class SecurityConfiguration {
    private static void table(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry routes) {
        routes.requestMatchers("/api/v1/admin/**").hasRole("editor");
        routes.requestMatchers(HttpMethod.POST, "/api/v1/programs/*/end").hasRole("editor");
        routes.requestMatchers(HttpMethod.POST, "/api/v1/radio/next", "/api/v1/radio/queue").hasRole("host");
        routes.requestMatchers("/internal/**").hasRole("exporter");
        read(routes, "/api/v1/states", "/api/v1/states/*", "/api/v1/stations", "/api/v1/stations/*",
                "/api/v1/stations/*/now", "/api/v1/programs", "/api/v1/programs/*", "/api/v1/programs/state/*");
        read(routes, "/api/v1/stations/*/schedule", "/api/v1/stations/*/schedule.{form}", "/api/v1/stations/*/spi/*",
                "/api/v1/spi/SI.xml");
        read(routes, "/api/v1/songs", "/api/v1/songs/*", "/api/v1/playlists", "/api/v1/playlists/*",
                "/api/v1/radio/stream");
    }

    /** Open to everybody: the same in every service. */
    private static void open(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry routes) {
        // what happens inside a request that was let in
        routes.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC, DispatcherType.FORWARD).permitAll();
        routes.requestMatchers("/error").permitAll();
        read(routes, "/actuator/health", "/actuator/health/**", "/actuator/prometheus", "/v3/api-docs",
                "/v3/api-docs.yaml");
    }

    private static void read(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry routes,
            String... paths) {
        routes.requestMatchers(HttpMethod.GET, paths).permitAll();
        routes.requestMatchers(HttpMethod.HEAD, paths).permitAll();
    }

    @Bean
    SecurityFilterChain routes(HttpSecurity http, Tokens tokens, Sessions sessions, SecurityProblems problems,
            Unmapped unmapped) {
        return http.csrf(AbstractHttpConfigurer::disable) // nothing here is ever done on the strength of a cookie
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable) // the gateway's
                .exceptionHandling(
                        refusals -> refusals.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new BearerFilter(tokens, sessions, problems), AuthorizationFilter.class)
                .authorizeHttpRequests(routes -> {
                    open(routes);
                    table(routes);
                    routes.anyRequest().access(unmapped);
                })
                .build();
    }

    @Bean
    Sessions sessions(@Nullable @Value("${" + Sessions.PROPERTY + ":#{null}}") String keys, Clock clock) {
        return new Sessions(keys, clock);
    }

    /** Before anything else starts or waits for a server. */
    @Bean
    static BeanFactoryPostProcessor refuseToStartWithoutSecrets(Environment environment) {
        return _ -> {
            new Sessions(environment.getProperty(Sessions.PROPERTY), Clock.systemUTC());
            ProductionSecrets.check(environment);
        };
    }

    /** Nobody signs in here with a name and a password; without this, Spring Boot would make up a user. */
    @Bean
    AuthenticationManager nobody() {
        return _ -> {
            throw new ProviderNotFoundException("only bearer tokens count here");
        };
    }
}
