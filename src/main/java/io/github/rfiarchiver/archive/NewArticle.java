package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.article.Article;
import java.time.Instant;
import java.util.ArrayList;
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

  /** An article that shows no dates but its own and its URL's. */
  public static NewArticle of(Article article, Optional<Instant> revised) {
    List<Instant> dates = new ArrayList<>(List.of(article.published()));
    article.address().dayStart().ifPresent(dates::add);
    return new NewArticle(article, dates, revised);
  }

  /** An article that comes for the first time, or now as a revision. */
  public NewArticle(Article article, Collection<Instant> dates) {
    this(article, dates, Optional.empty());
  }
}
