package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import java.util.Optional;

/** Where a feed comes from: a value, equal to every other of the same name. */
public sealed interface FeedSource {
  /** What messages and state files call it: its URL, or the name of a document. */
  String name();

  /** The host that may serve the pages of the feed's entries; empty for a document. */
  Optional<String> host();

  /** A feed on the web. */
  record Web(ArticleUrl url) implements FeedSource {
    @Override
    public String name() {
      return url.toString();
    }

    @Override
    public Optional<String> host() {
      return Optional.of(url.host());
    }
  }

  /** A document at hand: a file, standard input, or the sample. */
  record Document(String name) implements FeedSource {
    @Override
    public Optional<String> host() {
      return Optional.empty();
    }
  }

  /** The source that has this name: on the web where it is an http or https URL. */
  static FeedSource named(String name) {
    try {
      return new Web(ArticleUrl.of(name));
    } catch (MalformedException e) {
      return new Document(name);
    }
  }
}
