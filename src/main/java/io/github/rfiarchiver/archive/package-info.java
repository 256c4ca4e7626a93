/** The archive: a folder of article files, and nothing else. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.archive;
