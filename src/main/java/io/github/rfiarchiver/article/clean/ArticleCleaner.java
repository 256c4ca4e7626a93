package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.article.ArticleTooComplexException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Markup;
import io.github.rfiarchiver.article.PlainStructure;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * Takes everything but the article out of an article's markup. Pure, idempotent, and safe to share
 * among threads.
 */
public final class ArticleCleaner {
  /**
   * How often the result is cleaned again until it stays as it is: where an element gave way, a
   * paragraph may stand inside another and be read differently, or junk be recognized that was not.
   * Real articles are done after the first; what takes more than these is no article.
   */
  private static final int PASSES = 16;

  private final CleaningRules rules;

  public ArticleCleaner(CleaningRules rules) {
    this.rules = rules;
  }

  /**
   * The cleaned markup, on one line; empty where nothing is left.
   *
   * @param html a fragment, such as the body of a feed's entry
   * @param base what relative addresses are relative to
   * @throws ArticleTooComplexException where it has more elements than an article has, or nests
   *     them deeper; nothing of it is returned then
   */
  public String clean(String html, ArticleUrl base) throws ArticleTooComplexException {
    return clean(Jsoup.parseBodyFragment(FusedTags.mended(html), base.toString()).body());
  }

  /** The cleaned markup of what {@code article} holds; it is taken apart on the way. */
  String clean(Element article) throws ArticleTooComplexException {
    MarkupLimits.check(article);
    Element safe = pass(article);
    String cleaned = Markup.of(safe);
    if (PlainStructure.readsBack(safe) && !cleaned.contains("&amp;") && !rules.apply(safe)) {
      return cleaned; // a second pass would read the same tree, and find nothing in it
    }
    for (int i = 0; i < PASSES; i++) {
      String again = Markup.of(pass(Jsoup.parseBodyFragment(cleaned).body()));
      if (again.equals(cleaned)) {
        break;
      }
      cleaned = again;
    }
    return cleaned;
  }

  /**
   * One pass. The order matters. Text is decoded first, since rules look at it. Pictures are mended
   * before the junk goes, since noscript and scripts hold their addresses. CleanCheck goes before
   * the safelist, since it is known by its attributes. The safelist comes after everything that
   * looks at the markup as it was served, so that nothing gets by it; what follows only moves
   * blanks and takes away.
   */
  private Element pass(Element article) {
    WhitespaceNormalizer.decode(article);
    Pictures.mend(article);
    rules.apply(article);
    Element safe = Sanitizer.of(article);
    WhitespaceNormalizer.tidy(safe);
    return safe;
  }
}
