package io.github.rfiarchiver.feed;

import java.util.List;

/**
 * A feed that was read whole.
 *
 * @param <T> what an entry was taken as
 * @param entries its entries, in the order of the document
 * @param problems what was mended on the way, each as a clause: {@code "3 characters … were
 *     dropped"}
 */
public record Feed<T>(List<T> entries, List<String> problems) {
  public Feed {
    entries = List.copyOf(entries);
    problems = List.copyOf(problems);
  }
}
