/** Questions to an archive. */
@NullMarked
package io.github.rfiarchiver.reading;

import org.jspecify.annotations.NullMarked;
