/** The archive: a folder of article files, and nothing else. */
@NullMarked
package io.github.rfiarchiver.archive;

import org.jspecify.annotations.NullMarked;
