/** The command line: the only user of picocli. It and {@code output} alone format messages. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.cli;
