package radio.tarang.comment.security;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who asks. Whoever presents something in {@code Authorization} presents a token that counts, or is refused: also where none is needed. */
final class BearerFilter extends OncePerRequestFilter {
    private static final String ATTRIBUTE = Caller.class.getName();
    private static final String SESSION = "X-Session-Id";
    private static final Pattern BEARER = Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +(\\S+)");

    private final Tokens tokens;
    private final Sessions sessions;
    private final SecurityProblems problems;

    BearerFilter(Tokens tokens, Sessions sessions, SecurityProblems problems) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.problems = problems;
    }

    static Caller caller(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Caller caller ? caller : Caller.anonymous(null);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String session = sessions.verify(request.getHeader(SESSION)).orElse(null);
        List<String> presented = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (presented.isEmpty()) {
            request.setAttribute(ATTRIBUTE, Caller.anonymous(session));
            chain.doFilter(request, response);
            return;
        }
        Optional<Token> token;
        try {
            token = presented.size() == 1 ? verify(presented.getFirst()) : Optional.empty();
        } catch (SigningKeys.Unavailable e) {
            problems.unavailable(request, response);
            return;
        }
        if (token.isEmpty()) {
            problems.unauthenticated(request, response);
            return;
        }
        Token known = token.get();
        Caller caller = new Caller(known.subject(), known.username(), known.roles(), known.states(), known.sid(),
                session);
        request.setAttribute(ATTRIBUTE, caller);
        signIn(caller);
        chain.doFilter(request, response);
    }

    private Optional<Token> verify(String header) {
        Matcher bearer = BEARER.matcher(header);
        return bearer.matches() ? tokens.verify(bearer.group(1)) : Optional.empty();
    }

    private static void signIn(Caller caller) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(caller, null,
                caller.roles().stream().map(role -> new SimpleGrantedAuthority("ROLE_" + role)).toList()));
        SecurityContextHolder.setContext(context); // Spring Security clears it at the end of the request
    }
}
