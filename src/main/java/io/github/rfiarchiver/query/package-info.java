/** Questions to an archive. */
@NullMarked
package io.github.rfiarchiver.query;

import org.jspecify.annotations.NullMarked;
