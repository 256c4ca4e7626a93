/** The use cases: runs over feeds, pages and files. */
@NullMarked
package io.github.rfiarchiver.run;

import org.jspecify.annotations.NullMarked;
