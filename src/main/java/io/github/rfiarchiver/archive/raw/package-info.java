/**
 * Raw captures: what servers sent, as WARC/1.1 (ISO 28500:2017). The only user of jwarc.
 *
 * <p>{@code WarcWriter} writes the file of one run, {@code WarcReader} reads files of anybody,
 * {@code WarcVerifier} checks those of the archive, {@code RawFileName} names them.
 */
@NullMarked
package io.github.rfiarchiver.archive.raw;

import org.jspecify.annotations.NullMarked;
