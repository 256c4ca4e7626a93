package io.github.rfiarchiver.fetch;

import java.io.IOException;
import java.io.InputStream;

/** Where a feed comes from. */
public sealed interface FeedSource {
  /** What messages call it: its address, or the path or name of a document. */
  String name();

  /** A feed on the web, by its http or https address. */
  record Web(String name) implements FeedSource {}

  /** A feed at hand: a file, standard input, or the sample. */
  record Local(String name, Opener opener) implements FeedSource {}

  /** Opens a document. */
  @FunctionalInterface
  interface Opener {
    /** The document's bytes; whoever reads them closes them. */
    InputStream open() throws IOException;
  }
}
