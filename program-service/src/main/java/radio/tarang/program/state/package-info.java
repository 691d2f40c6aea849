/**
 * The 36 states and union territories as the API shows them. They change with the law, not with the database: nothing here may know a store.
 */
@NullMarked
package radio.tarang.program.state;

import org.jspecify.annotations.NullMarked;
