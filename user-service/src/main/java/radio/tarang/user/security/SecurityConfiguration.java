package radio.tarang.user.security;

import java.time.Clock;
import java.util.function.Supplier;

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
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Who may use which route of this service. Whatever is not listed is denied. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentitySettings.class)
class SecurityConfiguration {
    private static void table(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry routes) {
        routes.requestMatchers(HttpMethod.POST, "/api/v1/auth/login", "/api/v1/auth/register", "/api/v1/auth/code",
                "/api/v1/auth/refresh", "/api/v1/auth/logout").permitAll();
        routes.requestMatchers("/api/v1/admin/**").hasRole("admin");
        routes.requestMatchers("/internal/**").hasRole("exporter");
        routes.requestMatchers("/api/v1/user", "/api/v1/user/**", "/api/v1/users/*/follow", "/api/v1/users/*/block",
                "/api/v1/stations/*/follow", "/api/v1/programs/*/follow").authenticated();
        routes.requestMatchers(HttpMethod.PUT, "/api/v1/users/{id}").access(SecurityConfiguration::themselves);
        read(routes, "/api/v1/users/*", "/api/v1/users/*/followers", "/api/v1/users/*/following");
    }

    /** Only the person whose id is in the path. */
    private static AuthorizationResult themselves(Supplier<? extends @Nullable Authentication> caller,
            RequestAuthorizationContext context) {
        Authentication known = caller.get();
        return new AuthorizationDecision(known != null && known.getPrincipal() instanceof Caller who && who.signedIn()
                && String.valueOf(who.userId()).equalsIgnoreCase(context.getVariables().get("id")));
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
