/** HTTP within bounds: the only package that uses OkHttp. */
@org.jspecify.annotations.NullMarked
package io.github.rfiarchiver.http;
