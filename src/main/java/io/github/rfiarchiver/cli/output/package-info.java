/** Output on a terminal or a pipe: lines, charts, progress. */
@NullMarked
package io.github.rfiarchiver.cli.output;

import org.jspecify.annotations.NullMarked;
