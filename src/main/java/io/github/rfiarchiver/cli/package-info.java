/** The command line: the only user of picocli, and the only package that formats messages. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.cli;
