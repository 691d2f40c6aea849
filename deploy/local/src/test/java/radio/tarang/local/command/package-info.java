@org.jspecify.annotations.NullMarked
package radio.tarang.local.command;
