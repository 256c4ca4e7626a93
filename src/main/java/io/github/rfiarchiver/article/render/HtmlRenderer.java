package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.PrintedDate;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.Resource;
import io.github.rfiarchiver.article.clean.Sanitizer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/**
 * Renders articles as an HTML document for a browser and for paper. It is safe for any archived
 * file: the body is sanitized again, and the document's Content-Security-Policy forbids scripts. It
 * loads nothing but the pictures and sounds of the articles. Pure.
 */
public final class HtmlRenderer {
  private static final String CONTENTS =
      """
      <nav>
      <h1>%s</h1>
      <ol>
      %s
      </ol>
      </nav>
      """;

  private static final String ARTICLE =
      """
      <article id="%s" lang="%s">
      <header>
      <h1><a href="%s">%s</a></h1>
      <p>%s<time datetime="%s">%s</time></p>
      </header>
      %s
      </article>
      """;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd/MM/uuuu - HH:mm VV", Locale.ROOT);

  private HtmlRenderer() {}

  /**
   * What the table of contents says of an article.
   *
   * @param anchor the id of its element in the document
   * @param section followed by a separator; empty for an article without one
   */
  public record Heading(
      String anchor, String headline, String language, String section, ZonedDateTime date) {
    /** The heading of an article. */
    public static Heading of(String anchor, Article article) {
      return new Heading(
          anchor,
          article.headline(),
          article.url().language(),
          article.url().section().map(section -> section + " · ").orElse(""),
          shownDate(article));
    }

    private String item() {
      return String.format(
          "<li lang=\"%s\"><a href=\"#%s\">%s</a> <small>%s%s</small></li>",
          language, anchor, Html.escape(headline), Html.escape(section), DATE.format(date));
    }
  }

  /**
   * The start of a document. Of several articles it has a title of its own and a table of contents.
   *
   * @param articles of the document, at least one; only the first where the others are not known
   */
  public static String opening(List<Heading> articles) {
    List<String> languages = articles.stream().map(Heading::language).distinct().toList();
    String language = languages.size() == 1 ? languages.get(0) : "zh";
    if (articles.size() == 1) {
      return opening(language, Html.escape(articles.get(0).headline()));
    }
    List<LocalDate> days =
        articles.stream().map(article -> article.date().toLocalDate()).sorted().toList();
    LocalDate last = days.get(days.size() - 1);
    String span = days.get(0).equals(last) ? "" : days.get(0) + " – ";
    String title = "RFI · " + articles.size() + " 篇 · " + span + last;
    String items = articles.stream().map(Heading::item).collect(Collectors.joining("\n"));
    return opening(language, title) + String.format(CONTENTS, title, items);
  }

  /** Its {@code img::after} shows only where a picture fails, and covers the browser's symbol. */
  private static String opening(String language, String title) {
    return Resource.text(HtmlRenderer.class, "opening.html")
        .replace("{language}", language)
        .replace("{title}", title);
  }

  /** An article as an element of the document. */
  public static String article(String anchor, Article article) {
    Heading heading = Heading.of(anchor, article);
    return String.format(
        ARTICLE,
        anchor,
        heading.language(),
        Html.escape(article.url().toString()),
        Html.escape(article.headline()),
        Html.escape(heading.section()),
        PublishedDate.text(heading.date().toInstant()),
        DATE.format(heading.date()),
        safe(article.body(), heading.date().getZone().equals(PrintedDate.ZONE)));
  }

  /** The end of a document. */
  public static String closing() {
    return "</body>\n</html>\n";
  }

  /** The printed date, else the date in UTC. */
  private static ZonedDateTime shownDate(Article article) {
    return PrintedDate.opening(article.body())
        .map(moment -> moment.atZone(PrintedDate.ZONE))
        .orElseGet(() -> article.published().atZone(ZoneId.of("UTC")));
  }

  /** The body without its printed date, which stands in the header. */
  private static String safe(String body, boolean hasDate) {
    Element safe = Sanitizer.sanitize(Html.body(body));
    if (hasDate) {
      Objects.requireNonNull(safe.firstElementChild()).remove();
    }
    safe.select("audio").forEach(audio -> audio.attr("controls", true));
    safe.select("img").attr("loading", "lazy");
    safe.select("img:not([alt])").attr("alt", ""); // without one a browser shows a broken picture
    return safe.html();
  }
}
