package radio.tarang.user.auth;

import radio.tarang.user.keycloak.Grant;

/**
 * The tokens of somebody who signed in.
 *
 * @param expiresIn seconds the access token lives
 */
record TokenAnswer(String accessToken, String refreshToken, long expiresIn, String tokenType) {
    static TokenAnswer of(Grant.Issued grant) {
        return new TokenAnswer(grant.accessToken(), grant.refreshToken(), grant.expiresIn().toSeconds(), "Bearer");
    }

    @Override
    public String toString() {
        return "TokenAnswer"; // tokens stay out of logs
    }
}
