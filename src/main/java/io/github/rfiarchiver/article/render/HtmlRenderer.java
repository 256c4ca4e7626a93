package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.Html;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.clean.Sanitizer;
import org.jsoup.nodes.Element;

/**
 * Renders articles as an HTML document to be read in a browser. It is safe whatever an archived
 * file holds: the body passes the safelist once more, and the document forbids scripts. Pure.
 */
public final class HtmlRenderer {
  private static final String TRADITIONAL = "zh-Hant";

  private static final String OPENING =
      """
      <!DOCTYPE html>
      <html lang="%s">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="referrer" content="no-referrer">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src http: https:; media-src http: https:; style-src 'unsafe-inline'">
      <title>%s</title>
      <style>
      :root { color-scheme: light dark }
      body { max-width: 42em; margin: 0 auto; padding: 1em; line-height: 1.8; overflow-wrap: anywhere; font-family: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif }
      article + article { margin-top: 4em; border-top: 1px solid; padding-top: 2em }
      h1 { line-height: 1.3 }
      header p, figcaption { font-size: .9em; opacity: .8 }
      img { max-width: 100%%; height: auto }
      figure { margin: 1em 0 }
      table { border-collapse: collapse }
      td, th { border: 1px solid; padding: .2em .6em }
      pre { overflow-x: auto }
      </style>
      </head>
      <body>
      """;

  private static final String ARTICLE =
      """
      <article%s>
      <header>
      <h1><a href="%s">%s</a></h1>
      <p><time datetime="%s">%s</time></p>
      </header>
      %s
      </article>
      """;

  private HtmlRenderer() {}

  /**
   * What a document begins with.
   *
   * @param first the first article that it is to hold: its headline is the document's title
   */
  public static String opening(Article first) {
    return String.format(
        OPENING,
        first.address().isTraditional() ? TRADITIONAL : "zh-Hans",
        Html.escape(first.headline()));
  }

  /** An article as an element of a document. */
  public static String article(Article article) {
    String address = Html.escape(article.address().toString());
    String date = PublishedDate.text(article.published());
    String lang = article.address().isTraditional() ? " lang=\"" + TRADITIONAL + "\"" : "";
    return String.format(
        ARTICLE,
        lang,
        address,
        Html.escape(article.headline()),
        date,
        date.replace('T', ' ').replace("Z", " UTC"),
        safe(article.body()));
  }

  /** What a document ends in. */
  public static String closing() {
    return "</body>\n</html>\n";
  }

  private static String safe(String body) {
    Element safe = Sanitizer.of(Html.body(body));
    safe.select("audio").forEach(audio -> audio.attr("controls", true));
    safe.select("img").attr("loading", "lazy");
    return safe.html();
  }
}
