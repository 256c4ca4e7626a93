package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.ArticleUrl;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of {@link PageExtractor}. */
public sealed interface ExtractedPage {
  /**
   * The page has its whole article.
   *
   * @param headline the headline on the page; empty without one
   * @param canonical the page's canonical URL; null where it is missing or {@linkplain
   *     ArticleUrl#mayHaveCanonical cannot be right}
   * @param published the time of publication, not of a later change; null where unknown
   * @param body the cleaned body in the mirror's shape
   * @param notice what it may lack, as a clause; null for nothing
   */
  record Whole(
      String headline,
      @Nullable ArticleUrl canonical,
      @Nullable Instant published,
      String body,
      @Nullable String notice)
      implements ExtractedPage {
    Whole withNotice(String lacks) {
      return new Whole(headline, canonical, published, body, lacks);
    }
  }

  /**
   * The page is whole, is in the site's template, and has neither text, sound nor film: a retry is
   * useless.
   *
   * @param reason why, as a clause: {@code "has neither text, sound nor film"}
   */
  record Empty(String reason) implements ExtractedPage {}

  /**
   * The page cannot be used as the article.
   *
   * @param reason what is missing, as a clause: {@code "has no article"}
   */
  record Unusable(String reason) implements ExtractedPage {}
}
