/**
 * What every figure needs: the machine it was taken on, CPU time of whole process trees, interleaved rounds and their spread,
 * a closed loop for cost and an open loop for waiting times. A figure is a ratio of two sides measured in the same run; nothing
 * here decides what is compared. The packages below hold one figure each and do not know each other.
 */
@NullMarked
package radio.tarang.bench;

import org.jspecify.annotations.NullMarked;
