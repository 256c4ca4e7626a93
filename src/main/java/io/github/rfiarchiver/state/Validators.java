package io.github.rfiarchiver.state;

import org.jspecify.annotations.Nullable;

/**
 * The validators of a document (RFC 9110, section 8.8), byte for byte as the server sent them:
 * quotes and {@code W/} are part of them.
 *
 * @param etag the value of the ETag header; null where there was none
 * @param lastModified the value of the Last-Modified header; null where there was none
 */
public record Validators(@Nullable String etag, @Nullable String lastModified) {
  /** No validators: a request with them is unconditional. */
  public static final Validators NONE = new Validators(null, null);
}
