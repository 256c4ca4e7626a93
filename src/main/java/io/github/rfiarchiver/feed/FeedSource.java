package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a feed comes from: a value, equal to every other of the same name. */
public sealed interface FeedSource {
  Pattern LIST = Pattern.compile("sitemap-(cn|tw):(.*)");

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

  /**
   * The site's own list of its latest articles, a news sitemap.
   *
   * @param edition the edition of the articles that are taken from it: {@code cn} or {@code tw}
   */
  record NewsList(String edition, ArticleUrl url) implements FeedSource {
    /** Not its URL alone: what is known from a list is told apart from what a feed lists. */
    @Override
    public String name() {
      return "sitemap-" + edition + ":" + url;
    }

    @Override
    public Optional<String> host() {
      return Optional.of(url.host());
    }
  }

  /** The source that has this name: on the web where it is an http or https URL. */
  static FeedSource named(String name) {
    try {
      Matcher list = LIST.matcher(name);
      return list.matches()
          ? new NewsList(list.group(1), ArticleUrl.of(list.group(2)))
          : new Web(ArticleUrl.of(name));
    } catch (MalformedException e) {
      return new Document(name);
    }
  }
}
