package io.github.rfiarchiver.fetch;

import java.io.IOException;
import java.io.InputStream;

/** Opens the documents that are named in place of a feed's URL. */
@FunctionalInterface
public interface DocumentOpener {
  /**
   * The bytes of a document; whoever reads them closes them.
   *
   * @param document a file, standard input, or the sample
   */
  InputStream open(FeedSource.Document document) throws IOException;
}
