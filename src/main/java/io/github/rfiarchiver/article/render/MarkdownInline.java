package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Whitespace;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/**
 * Renders the words of a block as markdown. Text has no control characters, so some of them mark
 * what is not text until the whole line is known: only then are the neighbours of emphasis.
 */
final class MarkdownInline {
  /** The start of markup, which is not escaped. */
  private static final char MARKUP = '\1';

  private static final char MARKUP_END = '\2';
  private static final char BREAK = '\3';

  /** The start of emphasis; the end is the next character. */
  private static final char STRONG = '\4';

  private static final char EMPHASIS = '\6';

  private static final Pattern BLANK_AT_END = Pattern.compile(" ([\4-\7]*)(?=\3|\\z)");
  private static final Pattern BREAKS_AT_ENDS = Pattern.compile("^\3+|\3+\\z");
  private static final Pattern TEXT = Pattern.compile("\1[^\2]*\2|((?:^|(?<=\3)))?([^\1-\7]+)");
  private static final Pattern MARK = Pattern.compile("[\4-\7]");
  private static final Pattern PUNCTUATION = Pattern.compile("\\p{P}|[$+<=>^`|~]");

  /** Versions of CommonMark differ over symbols: inside the emphasis they count as punctuation. */
  private static final Pattern PUNCTUATION_OR_SYMBOL = Pattern.compile("[\\p{P}\\p{S}]");

  /** Number signs at the end of a heading, which a parser would drop; elsewhere they are text. */
  private static final Pattern LAST_NUMBER_SIGNS = Pattern.compile("(?<!\\\\)#(?=#*$)");

  private final StringBuilder out = new StringBuilder();
  private final Set<Character> open = new HashSet<>();
  private boolean afterBlank = true;
  private boolean linked;

  private MarkdownInline() {}

  /** Words that may take several lines. */
  static String lines(Element words) {
    return rendered(words, "\\\n");
  }

  /** Words on the line of a heading. */
  static String heading(Element words) {
    return LAST_NUMBER_SIGNS
        .matcher(Whitespace.collapsed(rendered(words, " ")))
        .replaceAll("\\\\#");
  }

  /** Words in a cell of a table. */
  static String cell(Element words) {
    return rendered(words, "<br>");
  }

  private static String rendered(Element words, String lineBreak) {
    MarkdownInline inline = new MarkdownInline();
    inline.walk(words);
    String text = BLANK_AT_END.matcher(inline.out).replaceAll("$1");
    text = BREAKS_AT_ENDS.matcher(text).replaceAll("");
    // Marks of emphasis must touch words: spaces at its edges move outside.
    String blank = lineBreak.equals(" ") ? "[ \3]" : " ";
    text = text.replaceAll("([\4\6])" + blank, "\1 \2$1").replaceAll(blank + "([\5\7])", "$1\1 \2");
    text = TEXT.matcher(text).replaceAll(run -> Matcher.quoteReplacement(escaped(run)));
    return settled(text.replaceAll("[\1\2]", "").replace(String.valueOf(BREAK), lineBreak));
  }

  private static String escaped(MatchResult run) {
    if (run.group(2) == null) {
      return run.group();
    }
    String escaped = MarkdownText.escaped(run.group(2));
    return run.group(1) == null ? escaped : MarkdownText.atLineStart(escaped);
  }

  private void walk(Element box) {
    for (Node node : box.childNodes()) {
      if (node instanceof TextNode text) {
        String words = Whitespace.withoutControls(text.getWholeText());
        afterBlank = Whitespace.append(out, words, afterBlank);
      } else if (node instanceof Element element) {
        element(element);
      }
    }
  }

  private void element(Element element) {
    String name = element.normalName();
    switch (name) {
      case "br" -> {
        out.append(BREAK);
        afterBlank = true;
      }
      case "img" ->
          word("![" + attribute(element, "alt") + "](" + destination(element, "src") + ")");
      case "audio" -> {
        String url = element.attr("src");
        String plain = MarkdownText.escaped(InlineRenderer.safeUrl(url));
        word(InlineRenderer.SOUND + (linked ? plain : MarkdownText.autolink(url)));
      }
      case "a" -> link(element);
      case "strong", "b" -> emphasis(element, STRONG);
      case "em", "i" -> emphasis(element, EMPHASIS);
      case "u", "s", "sub", "sup" -> { // markdown has no syntax for these and accepts HTML
        markup("<" + name + ">");
        walk(element);
        markup("</" + name + ">");
      }
      default -> walk(element);
    }
  }

  private void link(Element link) {
    if (linked) { // links cannot be nested
      walk(link);
      return;
    }
    linked = true;
    markup("[");
    walk(link);
    String title = attribute(link, "title").replace("\"", "\\\"");
    markup("](" + destination(link, "href") + (title.isEmpty() ? "" : " \"" + title + "\"") + ")");
    linked = false;
  }

  private static String attribute(Element element, String name) {
    return MarkdownText.escaped(Whitespace.collapsed(element.attr(name)));
  }

  private static String destination(Element element, String name) {
    return MarkdownText.destination(element.attr(name));
  }

  private void emphasis(Element element, char mark) {
    if (Whitespace.isBlank(element.wholeText()) || !open.add(mark)) {
      walk(element);
      return;
    }
    out.append(mark);
    walk(element);
    out.append((char) (mark + 1));
    open.remove(mark);
  }

  /** Adds markup that is visible, like a word. */
  private void word(String markup) {
    markup(markup);
    afterBlank = false;
  }

  private void markup(String markup) {
    out.append(MARKUP).append(Whitespace.withoutControls(markup)).append(MARKUP_END);
  }

  /** Settles the form of emphasis: stars where both ends are read as such, else HTML tags. */
  private static String settled(String text) {
    return MARK.matcher(text)
        .replaceAll(
            mark -> {
              char c = text.charAt(mark.start());
              boolean opens = c == STRONG || c == EMPHASIS;
              char start = opens ? c : (char) (c - 1);
              int from = opens ? mark.start() : text.lastIndexOf(start, mark.start());
              boolean isStrong = start == STRONG;
              if (flanks(text, from, true) && flanks(text, text.indexOf(start + 1, from), false)) {
                return isStrong ? "**" : "*";
              }
              return (opens ? "<" : "</") + (isStrong ? "strong>" : "em>");
            });
  }

  /**
   * Whether a run of stars between two characters is emphasis: CommonMark 0.31, section 6.2,
   * left-flanking and right-flanking. Chinese has no spaces, so that stars between a character and
   * a quotation mark often are not. Beside another mark, whose form is not settled, it is not.
   */
  private static boolean flanks(String text, int mark, boolean opens) {
    int before = mark == 0 ? ' ' : text.codePointBefore(mark);
    int after = mark + 1 == text.length() ? ' ' : text.codePointAt(mark + 1);
    int inside = opens ? after : before;
    int outside = opens ? before : after;
    return !isMark(inside)
        && !isMark(outside)
        && !Whitespace.isBlank(inside)
        && (!PUNCTUATION_OR_SYMBOL.matcher(Character.toString(inside)).matches()
            || Whitespace.isBlank(outside)
            || PUNCTUATION.matcher(Character.toString(outside)).matches());
  }

  private static boolean isMark(int c) {
    return c >= STRONG && c <= EMPHASIS + 1;
  }
}
