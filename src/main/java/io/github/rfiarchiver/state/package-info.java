/** The state that runs store, and its JSON. */
@NullMarked
package io.github.rfiarchiver.state;

import org.jspecify.annotations.NullMarked;
