/**
 * The command line: the only package that knows picocli, and the only one that formats messages.
 */
@NullMarked
package io.github.rfiarchiver.cli;

import org.jspecify.annotations.NullMarked;
