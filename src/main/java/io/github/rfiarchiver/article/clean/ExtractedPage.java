package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import java.util.Optional;

/** What {@link PageExtractor} found on a page. */
public sealed interface ExtractedPage {
  /**
   * The page holds its article, whole.
   *
   * @param headline the headline printed on the page; empty where it prints none
   * @param canonical the address that the page gives as its own
   * @param published the time of publication, never that of a later change
   * @param body the cleaned body in the shape that the mirror gives it
   */
  record Whole(
      String headline, Optional<ArticleUrl> canonical, Optional<Instant> published, String body)
      implements ExtractedPage {}

  /**
   * The page cannot be taken for the article.
   *
   * @param reason what is missing, as a clause: {@code "holds no article"}
   */
  record Unusable(String reason) implements ExtractedPage {}
}
