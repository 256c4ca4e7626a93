package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.RawExchange;
import java.util.List;

/** Receives raw captures. Thread-safe. */
public interface RawSink {
  /**
   * Takes a used response, and the redirects before it.
   *
   * @param url the requested URL
   */
  void keep(String url, List<RawExchange> exchanges);
}
