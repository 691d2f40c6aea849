@NullMarked
package radio.tarang.program.demo;

import org.jspecify.annotations.NullMarked;
