/** Output on a terminal or a pipe: lines, charts, progress. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.cli.output;
