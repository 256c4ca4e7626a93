package io.github.rfiarchiver.article;

import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Entities;

/** Reads and writes HTML with jsoup: on one line, with only the entities that HTML requires. */
public final class Html {
  private static final Document.OutputSettings OUTPUT =
      new Document.OutputSettings().prettyPrint(false).escapeMode(Entities.EscapeMode.xhtml);

  /** A section of XML; HTML takes it for a comment, which ends at the first {@code >}. */
  private static final Pattern CDATA = Pattern.compile("(?s)<!\\[CDATA\\[(.*?)(?:]]>|\\z)");

  private Html() {}

  /** The HTML with the content of its CDATA sections in their place. */
  public static String withoutCdata(String html) {
    return html.contains("<![CDATA[") ? CDATA.matcher(html).replaceAll("$1") : html;
  }

  /**
   * A new empty {@code body}.
   *
   * @param base the base URL of relative URLs; may be empty
   */
  public static Element emptyBody(String base) {
    return Document.createShell(base).outputSettings(OUTPUT).body();
  }

  /** The {@code body} of a cleaned article. */
  public static Element body(String cleaned) {
    return Jsoup.parse(cleaned).outputSettings(OUTPUT).body();
  }

  /** The HTML inside an element of a document with this class's settings, on one line. */
  public static String write(Element element) {
    return element.html().replace("\n", "&#10;"); // only preformatted text has line feeds
  }

  /** A text escaped for element content and attribute values, without control characters. */
  public static String escape(String text) {
    return Entities.escape(Whitespace.withoutControls(text), OUTPUT);
  }
}
