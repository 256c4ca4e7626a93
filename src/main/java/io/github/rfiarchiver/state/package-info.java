/** The state that runs store, and its JSON. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.state;
