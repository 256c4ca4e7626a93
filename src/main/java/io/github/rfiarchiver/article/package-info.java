/**
 * What an article is, and how it is cleaned, read off a page and rendered, with jsoup. Pure: values
 * in, values out.
 */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.article;
