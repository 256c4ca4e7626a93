package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import java.util.Optional;

/** The source of a feed. Two sources with the same name are equal. */
public sealed interface FeedSource {
  /** Its name in messages and state files: a URL, or the name of a document. */
  String name();

  /** The host of the feed, which may serve the pages of its entries; empty for a document. */
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

  /** A document that is not fetched: a file, standard input, or the sample. */
  record Document(String name) implements FeedSource {
    @Override
    public Optional<String> host() {
      return Optional.empty();
    }
  }

  /** The source with this name: on the web where it is an http or https URL. */
  static FeedSource named(String name) {
    try {
      return new Web(ArticleUrl.of(name));
    } catch (MalformedException e) {
      return new Document(name);
    }
  }
}
