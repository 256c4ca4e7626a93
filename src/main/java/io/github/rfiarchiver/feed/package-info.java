/**
 * From the bytes of a feed to its entries: the only package that uses Rome. Pure: values in, values
 * out.
 */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.feed;
