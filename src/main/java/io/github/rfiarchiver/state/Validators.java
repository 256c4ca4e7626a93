package io.github.rfiarchiver.state;

import java.util.Optional;

/**
 * What a server gave to recognise a document by (RFC 9110, section 8.8), byte for byte as it came:
 * quotes and {@code W/} are part of it.
 */
public record Validators(Optional<String> etag, Optional<String> lastModified) {
  /** No validators: a request with them is unconditional. */
  public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());
}
