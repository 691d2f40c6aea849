@NullMarked
package radio.tarang.program.audit;

import org.jspecify.annotations.NullMarked;
