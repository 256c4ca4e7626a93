/** What all packages share: how they report errors. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver;
