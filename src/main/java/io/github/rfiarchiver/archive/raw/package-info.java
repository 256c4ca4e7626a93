/**
 * Raw captures: what servers sent, as WARC/1.1 (ISO 28500:2017). The only user of jwarc.
 *
 * <p>{@code WarcFileWriter} writes one file, {@code WarcFileReader} reads those of any program, it
 * also checks those of the archive.
 */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.archive.raw;
