package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.article.ArticleUrl;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The source of a feed. Two on the web, or two news lists of one edition, are equal whose URLs are
 * spellings of one, whatever their names are; two documents, by their names.
 */
public sealed interface FeedSource {
  /** The URL of the feed of the mirror, which has full-text entries. */
  String MIRROR = "https://feedx.net/rss/rfi.xml";

  Pattern LIST = Pattern.compile("sitemap-(cn|tw):(.*)");

  /** Its name in messages and state files: a URL, or the name of a document. */
  String name();

  /** Its URL, also that of a news list; null for a document. */
  default @Nullable ArticleUrl url() {
    return null;
  }

  /** The host of the feed, which may serve the pages of its entries; empty for a document. */
  default Optional<String> host() {
    return Optional.ofNullable(url()).map(ArticleUrl::host);
  }

  /** A feed on the web. */
  record Web(ArticleUrl url) implements FeedSource {
    @Override
    public String name() {
      return url.toString();
    }
  }

  /** A document that is not fetched: a file, standard input, or the sample. */
  record Document(String name) implements FeedSource {}

  /**
   * The news list of the site: a sitemap of its latest articles.
   *
   * @param edition the edition of the articles that are taken from it: {@code cn} or {@code tw}
   */
  record NewsList(String edition, ArticleUrl url) implements FeedSource {
    /** More than its URL, since the same URL may name a feed. */
    @Override
    public String name() {
      return "sitemap-" + edition + ":" + url;
    }
  }

  /** The source with this {@link #name}; on the web where that is an http or https URL. */
  static FeedSource named(String name) {
    Matcher list = LIST.matcher(name);
    boolean isList = list.matches();
    return ArticleUrl.parse(isList ? list.group(2) : name)
        .<FeedSource>map(url -> isList ? new NewsList(list.group(1), url) : new Web(url))
        .orElse(new Document(name));
  }
}
