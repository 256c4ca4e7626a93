package io.github.rfiarchiver.article;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/** Reads and writes HTML through jsoup: on one line, with no more entities than HTML needs. */
public final class Html {
  private static final Document.OutputSettings OUTPUT =
      new Document.OutputSettings().prettyPrint(false).escapeMode(Entities.EscapeMode.xhtml);

  private Html() {}

  /** A new element {@code body} without content. */
  public static Element emptyBody(String base) {
    Document document = Document.createShell(base);
    document.outputSettings(OUTPUT);
    return document.body();
  }

  /** The {@code body} of a cleaned article. */
  public static Element body(String cleaned) {
    Document document = Jsoup.parse(cleaned);
    document.outputSettings(OUTPUT);
    return document.body();
  }

  /** What {@code element} contains; its document is one of this class. */
  public static String write(Element element) {
    return element.html().replace("\n", "&#10;"); // only preformatted text has line feeds
  }

  /** A text, escaped for content and for attribute values. */
  public static String escape(String text) {
    return Entities.escape(Whitespace.withoutControls(text), OUTPUT);
  }
}
