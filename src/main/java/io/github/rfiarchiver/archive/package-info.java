/** The archive: a folder of article files, whose names are its index. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.archive;
