package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.HttpHeader;
import io.github.rfiarchiver.article.Article;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An article to be saved, unless the archive holds it already.
 *
 * @param dates the dates under which the article was seen, its own among them: an earlier text of
 *     it is looked for in their months first
 * @param revised the time of a revision, if it becomes one, for an import; null for now
 * @param origin what is kept beside the raw capture of its page; null for nothing
 */
public record NewArticle(
    Article article,
    Collection<Instant> dates,
    @Nullable Instant revised,
    @Nullable Origin origin) {
  /**
   * The page that an article is from.
   *
   * @param page the URL by which it was requested
   * @param fields the data that another source than the page gave
   */
  public record Origin(String page, List<HttpHeader> fields) {}

  /** An article that shows no dates but its own. */
  public static NewArticle of(Article article, @Nullable Instant revised) {
    return new NewArticle(article, List.of(article.published()), revised, null);
  }
}
