package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import java.util.Optional;

/** Checks whether an archived article is clean by the current rules. */
public final class CleanCheck {
  private CleanCheck() {}

  /**
   * What cleaning would change, as a clause; empty where the article is clean. Pure and
   * thread-safe.
   */
  public static Optional<String> in(Article article, ArticleCleaner cleaner) {
    String cleaned;
    try {
      cleaned = cleaner.clean(article.body(), article.address());
    } catch (MalformedException e) {
      return Optional.of(e.reason());
    }
    int less = article.body().length() - cleaned.length();
    if (cleaned.equals(article.body())) {
      return Optional.empty();
    }
    return Optional.of(
        less > 0
            ? "holds junk: cleaned it would be " + less + " characters shorter"
            : "would be cleaned differently");
  }
}
