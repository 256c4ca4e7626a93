package io.github.rfiarchiver.feed;

import io.github.rfiarchiver.MalformedException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdom2.Element;
import org.jdom2.JDOMException;
import org.jdom2.UncheckedJDOMFactory;
import org.jdom2.input.JDOMParseException;
import org.jdom2.input.SAXBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The XML of a feed: parsed strictly (XML 1.0), and where that fails, {@linkplain XmlRepair
 * repaired}. A DOCTYPE is skipped; nothing in it is resolved or expanded.
 *
 * @param root its root element
 * @param repairs what was repaired, each as a clause
 */
record FeedXml(Element root, List<String> repairs) {
  /** What is wrong with other documents, and what reads some of them. */
  static final String NEITHER =
      "is neither RSS nor Atom; add archives pages, import files in the seed format";

  /** The root element; what may contain any tag in front of it is matched first. */
  private static final Pattern ROOT =
      Pattern.compile(
          "(?is)<!--.*?(?:-->|\\z)|<script[\\s>][^<]*+(?:<(?!/?script[\\s>])[^<]*+)*+</script\\s*>"
              // A page in front of a feed or around it; one about feeds has none of these before a
              // tag.
              + "|<(?:html|head|body)(?=[\\s/>]).*?(?:</html\\s*>|<body(?:\\s[^<>]*)?>|<\\?xml\\s[^<>]*>)\\s*(?:<[?!][^>]*>\\s*)*+(?=<(?:[\\w.-]+:)?(?:rss|rdf|feed)[\\s>])"
              + "|<!entity\\s[^\"'<>]*(?:\"[^\"]*\"|'[^']*')|<((?:[\\w.-]+:)?(rss|rdf|feed|channel|entry|opml|urlset|sitemapindex|html|head|body))(?=[\\s/>])");

  private static final Pattern HARMLESS_FRONT =
      Pattern.compile(
          "(?is)<!--.*?-->|<\\?(?!xml\\s).*?(?:\\?>|\\z)|<!doctype[^\\[>]*(?:\\[[^]]*+(?:]\\s*|\\z))?>?");
  private static final Pattern PROLOG = Pattern.compile("(?is)\\A[\\s\\uFEFF]*<\\?xml\\s.*?\\?>");

  /** How JSON begins. */
  private static final Pattern OBJECT = Pattern.compile("[\\s\\uFEFF\\x00]*\\{");

  private static final Pattern C1_REFERENCE =
      Pattern.compile("&#(?:0*(12[89]|1[3-5]\\d)|[xX]0*([89][0-9a-fA-F]));");

  private static final String CDATA = "<![CDATA[";

  /** The end of a section, missing or broken, in front of the end tag of its element. */
  private static final String CDATA_END =
      "(?i)(?:]\\s{0,9}(?:]\\s{0,9}(?:>|&gt;)|>|])\\s{0,99})?</(?!channel|item|entry)%s\\s{0,9}>(?=\\s{0,999}<)";

  private static final Pattern NOT_TAGS =
      Pattern.compile("(?s)<!--.*?(?:-->|\\z)|<!\\[CDATA\\[.*?]]>");
  private static final Pattern ENTRY =
      Pattern.compile("(?i)<(?:[\\w.-]+:)?(?:item|entry)(?=[\\s/>])");
  private static final Pattern ENTRY_END = Pattern.compile("</(?:[\\w.-]+:)?(?:item|entry)\\s*>");
  private static final Pattern CHANNEL_END =
      Pattern.compile("(?i)</(?:[\\w.-]+:)?(?:channel|rss)\\s*>");

  /**
   * Parses a document.
   *
   * @param url the subject of an exception
   * @throws MalformedException where it is not a feed, or is cut off
   */
  static FeedXml of(String document, String url) throws MalformedException {
    Matcher root = ROOT.matcher(document);
    boolean found = root.find();
    while (found && root.group(1) == null) {
      found = root.find();
    }
    String name = found ? root.group(2).toLowerCase(Locale.ROOT) : "";
    String reason = notAFeed(document, name);
    if (reason != null) {
      throw new MalformedException(url, reason);
    }
    List<String> repairs = new ArrayList<>();
    String front = HARMLESS_FRONT.matcher(document.substring(0, root.start())).replaceAll("");
    if (!PROLOG.matcher(front).replaceFirst("").replace("\uFEFF", "").isBlank()) {
      repairs.add("text in front of the root element was skipped");
    }
    String rest = withoutC1References(document.substring(root.start()));
    String closed = withEndedCdata(rest);
    if (!closed.equals(rest)) {
      repairs.add("the missing or broken ]]> of CDATA was added");
    }
    String xml =
        document.substring(0, root.start()).replaceAll("[^\\n]", "") + closed; // same lines
    try {
      return new FeedXml(strictly(xml), repairs);
    } catch (JDOMException | IOException | IllegalArgumentException e) { // a namespace is no URI
      if (isCutOff(xml, root.group(1))) {
        throw new MalformedException(url, "is cut off or broken" + place(e), e);
      }
      XmlRepair repair = new XmlRepair(closed);
      repairs.addAll(repair.repairs());
      try {
        return new FeedXml(strictly(repair.xml), repairs);
      } catch (JDOMException | IOException | IllegalArgumentException again) {
        throw new MalformedException(url, "is broken" + place(e) + ", beyond repair", e);
      }
    }
  }

  private static @Nullable String notAFeed(String document, String root) {
    if (root.isEmpty() || OBJECT.matcher(document).lookingAt()) {
      String text = document.replace('\uFEFF', ' ').replace('\0', ' ').strip();
      if (text.startsWith("{") && text.endsWith("}")) {
        return text.replace("\\/", "/").contains("://jsonfeed.org/version/")
            ? "is a JSON Feed; only RSS and Atom are read"
            : "is JSON, not a feed";
      }
      if (text.isEmpty()) {
        return "is empty";
      }
    }
    return switch (root) {
      case "rss", "rdf", "feed", "channel", "entry" -> null;
      case "opml" -> "is OPML, a list of feeds, not a feed; name the feeds that it lists";
      case "urlset", "sitemapindex" -> "is a sitemap, not a feed";
      case "html", "head", "body" -> "is a web page, not a feed";
      default ->
          document.toLowerCase(Locale.ROOT).contains("<!doctype html")
              ? "is a web page, not a feed"
              : NEITHER;
    };
  }

  /**
   * Ends each CDATA section in which another begins where its element ends: without a repair, it
   * would swallow the next element, or the next entry.
   */
  private static String withEndedCdata(String xml) {
    StringBuilder ended = new StringBuilder();
    int done = 0;
    int end = 0;
    for (int open = xml.indexOf(CDATA); open >= 0; open = xml.indexOf(CDATA, open + 1)) {
      end = end < 0 || end > open ? end : xml.indexOf("]]>", open);
      int next = xml.indexOf(CDATA, open + 1);
      if (end >= 0 && (next < 0 || end < next)) {
        continue;
      }
      String tag = xml.substring(Math.max(xml.lastIndexOf('<', open - 1), 0) + 1, open);
      Matcher broken =
          Pattern.compile(CDATA_END.formatted(Pattern.quote(tag.split("[\\s>]", 2)[0])))
              .matcher(xml)
              .region(open, next < 0 ? xml.length() : next);
      if (broken.find()) {
        ended.append(xml, done, broken.start()).append("]]>");
        done = xml.lastIndexOf("</", broken.end() - 1);
      }
    }
    return done == 0 ? xml : ended.append(xml, done, xml.length()).toString();
  }

  /**
   * References to C1 controls mean characters of windows-1252 (HTML, section 13.2.5.80). Their
   * literal start is found ten times faster than the pattern.
   */
  private static String withoutC1References(String text) {
    Matcher reference = C1_REFERENCE.matcher(text);
    StringBuilder replaced = new StringBuilder();
    int done = 0;
    for (int i = text.indexOf("&#"); i >= 0; i = text.indexOf("&#", i + 1)) {
      if (reference.region(i, text.length()).lookingAt()) {
        int code =
            reference.group(1) == null
                ? Integer.parseInt(reference.group(2), 16)
                : Integer.parseInt(reference.group(1));
        replaced.append(text, done, i).append(CharsetDetector.windows1252(code));
        done = reference.end();
      }
    }
    return done == 0 ? text : replaced.append(text, done, text.length()).toString();
  }

  static Element strictly(String xml) throws JDOMException, IOException {
    SAXBuilder builder = new SAXBuilder();
    builder.setJDOMFactory(new UncheckedJDOMFactory()); // each check walks up to the root
    builder.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    builder.setProperty("http://www.oracle.com/xml/jaxp/properties/maxElementDepth", "0");
    return builder.build(new StringReader(xml)).getRootElement();
  }

  /**
   * Whether the document ends within an entry or after one. After {@code </channel>}, or within the
   * end tag of the root, no entry is missing, and the document is not cut off. After the end tag of
   * the root, only another root has entries. In CDATA without an end, tags may be text, except at
   * the end of the document.
   */
  private static boolean isCutOff(String xml, String rootName) {
    String closed = XmlRepair.withoutOpenCdata(xml);
    String tags =
        NOT_TAGS
            .matcher(closed)
            .replaceAll("")
            .toLowerCase(Locale.ROOT)
            .replaceAll("(?<!\\s)\\s++>", ">");
    String root = rootName.toLowerCase(Locale.ROOT);
    String rootEnd = "</" + root;
    String end = tags.stripTrailing();
    if (!closed.equals(xml) && !end.endsWith(rootEnd + ">") && !end.endsWith("</channel>")) {
      return true;
    }
    if (tags.lastIndexOf(rootEnd + ">") > tags.lastIndexOf("<" + root)) {
      return false;
    }
    int none = root.endsWith("rdf") ? tags.length() : 0; // whose channel ends before its entries
    int lastEntry = ENTRY.matcher(tags).results().mapToInt(MatchResult::start).max().orElse(none);
    String rest = tags.substring(lastEntry);
    String lastTag = rest.substring(Math.max(rest.lastIndexOf('<'), 0)).strip();
    boolean isWithinRootEnd =
        lastTag.startsWith("</")
            && rootEnd.startsWith(lastTag)
            && !rootEnd.endsWith("rss")
            && ENTRY_END.matcher(rest).find();
    return !isWithinRootEnd && !CHANNEL_END.matcher(rest).find();
  }

  private static String place(Exception e) {
    return e instanceof JDOMParseException broken && broken.getLineNumber() > 0
        ? " at line " + broken.getLineNumber() + ", column " + broken.getColumnNumber()
        : "";
  }
}
