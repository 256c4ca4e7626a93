/** From feeds to the archive: the pipeline, and the only package that speaks HTTP. */
@NullMarked
package io.github.rfiarchiver.fetch;

import org.jspecify.annotations.NullMarked;
