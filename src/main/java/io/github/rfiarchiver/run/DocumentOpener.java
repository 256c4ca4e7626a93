package io.github.rfiarchiver.run;

import io.github.rfiarchiver.feed.FeedSource;
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
