/** What all packages share: how they report errors. */
@NullMarked
package io.github.rfiarchiver;

import org.jspecify.annotations.NullMarked;
