/** The use cases: runs over feeds, pages and files. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.run;
