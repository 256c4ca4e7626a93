/** The command line: the only user of picocli, and with {@code output} of the form of messages. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.cli;
