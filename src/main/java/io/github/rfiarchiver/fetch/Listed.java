package io.github.rfiarchiver.fetch;

/** What an entry of a feed comes to. */
sealed interface Listed permits Candidate, Listed.Unusable {
  /** The entry cannot be archived. */
  record Unusable(String reason) implements Listed {}
}
