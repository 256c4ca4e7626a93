/**
 * From the bytes of a feed to its entries: the only package that uses Rome. Pure: values in, values
 * out.
 */
@NullMarked
package io.github.rfiarchiver.feed;

import org.jspecify.annotations.NullMarked;
