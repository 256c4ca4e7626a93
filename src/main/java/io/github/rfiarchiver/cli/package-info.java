/** The command line: the only user of picocli, and the only package that formats messages. */
@NullMarked
package io.github.rfiarchiver.cli;

import org.jspecify.annotations.NullMarked;
