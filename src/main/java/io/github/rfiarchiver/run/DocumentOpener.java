package io.github.rfiarchiver.run;

import io.github.rfiarchiver.feed.FeedSource;
import java.io.IOException;
import java.io.InputStream;

/** Opens feeds that are not URLs. */
public interface DocumentOpener {
  /**
   * The bytes of a document; the caller closes the stream.
   *
   * @param document a file, standard input, or the built-in sample
   */
  InputStream open(FeedSource.Document document) throws IOException;
}
