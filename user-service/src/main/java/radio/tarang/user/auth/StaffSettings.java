package radio.tarang.user.auth;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code tarang.identity.*}, as far as it is ours.
 *
 * @param staffPasswordLogin whether editors, moderators and admins may sign in here: in the local realm alone
 */
@ConfigurationProperties("tarang.identity")
record StaffSettings(boolean staffPasswordLogin) {
}
