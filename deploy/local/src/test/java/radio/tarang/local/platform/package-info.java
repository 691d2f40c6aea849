@org.jspecify.annotations.NullMarked
package radio.tarang.local.platform;
