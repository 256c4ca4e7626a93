package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * An article that an archive is to keep, unless it knows it.
 *
 * @param dates the dates that the article was seen under, its own among them: the months where an
 *     earlier text of it may be; empty to look in all months
 * @param revised the moment at which it was once kept as a revision; empty for now
 */
public record NewArticle(Article article, Collection<Instant> dates, Optional<Instant> revised) {
  public NewArticle {
    dates = List.copyOf(dates);
  }

  /** An article that comes for the first time, or now as a revision. */
  public NewArticle(Article article, Collection<Instant> dates) {
    this(article, dates, Optional.empty());
  }
}
