/** HTTP within bounds: the only package that uses OkHttp. */
@NullMarked
package io.github.rfiarchiver.http;

import org.jspecify.annotations.NullMarked;
