package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@link PageExtractor} found on a page. */
public sealed interface ExtractedPage {
  /**
   * The page has its article, whole.
   *
   * @param headline the headline printed on the page; empty where it prints none
   * @param canonical the URL that the page gives as its own; null where it gives none, or one that
   *     {@linkplain ArticleUrl#mayBeCalled cannot be its own}
   * @param published the time of publication, never that of a later change
   * @param body the cleaned body in the shape that the mirror gives it
   */
  record Whole(
      String headline, @Nullable ArticleUrl canonical, @Nullable Instant published, String body)
      implements ExtractedPage {}

  /**
   * The page is whole and in the site's template, and has neither text, sound nor film: it will not
   * become an article.
   *
   * @param reason why, as a clause: {@code "has neither text, sound nor film"}
   */
  record Empty(String reason) implements ExtractedPage {}

  /**
   * The page cannot be taken for the article.
   *
   * @param reason what is missing, as a clause: {@code "has no article"}
   */
  record Unusable(String reason) implements ExtractedPage {}
}
