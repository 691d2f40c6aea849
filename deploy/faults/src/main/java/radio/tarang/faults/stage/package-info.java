/**
 * A platform of its own: PostgreSQL and Kafka on random ports with data in a temporary folder, and the services as processes
 * that can be started, killed, paused and started again one by one, each by its pid. A platform that runs already is never
 * touched. Beside it stand the three ways of looking at it from outside: its HTTP API, its feed and its topic. Nothing here
 * judges what it sees.
 */
@NullMarked
package radio.tarang.faults.stage;

import org.jspecify.annotations.NullMarked;
