package io.github.rfiarchiver.article.clean;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.BodyParts;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.Whitespace;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Removes everything but the article from an article's markup. Pure, idempotent, and safe to share
 * among threads.
 */
public final class ArticleCleaner {
  /**
   * How often the result is cleaned again until it stays the same: where an element was removed, a
   * paragraph may stand inside another and be parsed differently, or junk be recognized. Real
   * articles stay the same in the second pass; what needs more passes than these is no article.
   */
  private static final int PASSES = 16;

  private static final Pattern AUTHOR_LABEL = Pattern.compile("^作者\\s*[:：]\\s*");

  private final CleaningRules rules;

  public ArticleCleaner(CleaningRules rules) {
    this.rules = rules;
  }

  /**
   * The cleaned markup, on one line; empty where nothing is left.
   *
   * @param html a fragment, such as the body of a feed's entry
   * @param base what relative URLs are relative to
   * @throws MalformedException where it has more elements than an article has, or nests them
   *     deeper; its subject is {@code base}
   */
  public String clean(String html, ArticleUrl base) throws MalformedException {
    return clean(Jsoup.parseBodyFragment(FusedTags.repaired(html), base.toString()).body());
  }

  /**
   * A cleaned body with what its entry says beside it: sounds that it lacks, then an author line
   * where it names no author.
   *
   * @param author null where the entry names none
   * @param audio the URLs of the entry's sounds, absolute
   */
  public String complete(String cleaned, @Nullable String author, List<String> audio)
      throws MalformedException {
    Element body = Html.body(cleaned);
    Set<String> present = Set.copyOf(body.select("audio").eachAttr("src"));
    audio.stream()
        .filter(url -> !present.contains(url))
        .distinct()
        .forEach(url -> body.appendElement("audio").attr("src", url));
    String name =
        author == null ? "" : AUTHOR_LABEL.matcher(Whitespace.folded(author)).replaceFirst("");
    boolean isName = !name.isEmpty() && name.length() <= BodyParts.LONGEST_AUTHOR;
    if (isName && BodyParts.of(cleaned).authors().isEmpty()) {
      body.appendElement("div").text("作者：" + name);
    }
    return clean(body);
  }

  /** The cleaned markup of what {@code article} contains, which this changes. */
  String clean(Element article) throws MalformedException {
    MarkupLimits.check(article);
    String cleaned = pass(article);
    for (int i = 0; i < PASSES; i++) {
      String again = pass(Jsoup.parseBodyFragment(cleaned).body());
      if (again.equals(cleaned)) {
        break;
      }
      cleaned = again;
    }
    return cleaned;
  }

  /**
   * One pass. The order matters. Text is decoded first, since rules look at it. Pictures are
   * repaired and the template's parts reshaped before the rules, since noscript and scripts contain
   * their URLs. Rules come before the sanitizer, since junk is recognized by its attributes. The
   * sanitizer comes after everything that looks at the markup as it was served; what follows only
   * moves whitespace and removes.
   */
  private String pass(Element article) {
    WhitespaceNormalizer.decode(article);
    Pictures.mend(article);
    SiteShape.apply(article);
    rules.apply(article);
    Element safe = Sanitizer.of(article);
    WhitespaceNormalizer.tidy(safe);
    return Html.write(safe);
  }
}
