package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Whitespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Renders the words of a block as markdown. */
final class MarkdownInline {
  private static final String BREAK = "\\\n";
  private static final Pattern BARE_NUMBER_SIGN = Pattern.compile("(?<!\\\\)#");

  private final List<Token> tokens = new ArrayList<>();
  private final String lineBreak;
  private boolean afterBlank = true;
  private boolean strong;
  private boolean emphasized;
  private boolean linked;

  private MarkdownInline(String lineBreak) {
    this.lineBreak = lineBreak;
  }

  /** Words that may go over several lines. */
  static String lines(Element words) {
    String lines = rendered(words, BREAK);
    int start = 0;
    while (lines.startsWith(BREAK, start)) {
      start += BREAK.length();
    }
    int end = lines.length();
    int next = behindBreak(lines, start, end);
    while (next < end) {
      end = next;
      next = behindBreak(lines, start, end);
    }
    return lines.substring(start, end);
  }

  /** Where the break begins that ends at {@code end}, blanks around it; {@code end} for none. */
  private static int behindBreak(String lines, int start, int end) {
    int at = end;
    while (at > start && lines.charAt(at - 1) == ' ') {
      at--;
    }
    if (at - BREAK.length() < start || !lines.startsWith(BREAK, at - BREAK.length())) {
      return end;
    }
    at -= BREAK.length();
    while (at > start && lines.charAt(at - 1) == ' ') {
      at--;
    }
    return at;
  }

  /** Words on the line of a heading. */
  static String heading(Element words) {
    return BARE_NUMBER_SIGN.matcher(Whitespace.folded(rendered(words, " "))).replaceAll("\\\\#");
  }

  /** Words in a cell of a table. */
  static String cell(Element words) {
    return rendered(words, "<br>");
  }

  private static String rendered(Element words, String lineBreak) {
    MarkdownInline inline = new MarkdownInline(lineBreak);
    inline.walk(words);
    inline.dropBlankEnd();
    return inline.joined();
  }

  private void walk(Element box) {
    for (Node node : box.childNodes()) {
      if (node instanceof TextNode text) {
        text(text.getWholeText());
      } else if (node instanceof Element element) {
        element(element);
      }
    }
  }

  private void text(String text) {
    StringBuilder folded = new StringBuilder();
    afterBlank = Whitespace.append(folded, Whitespace.withoutControls(text), afterBlank);
    if (folded.length() > 0) {
      add(Kind.TEXT, folded.toString());
    }
  }

  private void element(Element element) {
    switch (element.normalName()) {
      case "br" -> {
        dropBlankEnd();
        add(Kind.BREAK, lineBreak);
        afterBlank = true;
      }
      case "img" -> {
        add(
            Kind.MARKUP,
            "!["
                + MarkdownText.escaped(Whitespace.folded(element.attr("alt")))
                + "]("
                + MarkdownText.target(element.attr("src"))
                + ")");
        afterBlank = false;
      }
      case "audio" -> {
        String address = element.attr("src");
        add(
            Kind.MARKUP,
            InlineRenderer.SOUND
                + (linked
                    ? MarkdownText.escaped(InlineRenderer.address(address))
                    : MarkdownText.autolink(address)));
        afterBlank = false;
      }
      case "a" -> link(element);
      case "strong", "b" -> {
        boolean outer = strong;
        strong = true;
        emphasis(element, outer, Kind.STRONG);
        strong = outer;
      }
      case "em", "i" -> {
        boolean outer = emphasized;
        emphasized = true;
        emphasis(element, outer, Kind.EMPHASIS);
        emphasized = outer;
      }
      case "u", "s", "sub", "sup" -> { // markdown has none of its own, but takes these
        add(Kind.MARKUP, "<" + element.normalName() + ">");
        walk(element);
        add(Kind.MARKUP, "</" + element.normalName() + ">");
      }
      default -> walk(element);
    }
  }

  private void link(Element link) {
    if (linked) { // a link holds no other
      walk(link);
      return;
    }
    linked = true;
    add(Kind.MARKUP, "[");
    walk(link);
    String title = Whitespace.folded(link.attr("title"));
    add(
        Kind.MARKUP,
        "]("
            + MarkdownText.target(link.attr("href"))
            + (title.isEmpty()
                ? ""
                : " \"" + MarkdownText.escaped(title).replace("\"", "\\\"") + "\"")
            + ")");
    linked = false;
  }

  private void emphasis(Element element, boolean already, Kind kind) {
    if (already || Whitespace.isBlank(element.wholeText())) {
      walk(element);
      return;
    }
    Token open = new Token(kind, "");
    tokens.add(open);
    walk(element);
    Token close = new Token(kind, "");
    tokens.add(close);
    open.opens = true;
    open.partner = close;
    close.partner = open;
  }

  private void add(Kind kind, String text) {
    Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
    if (kind == Kind.TEXT && last != null && last.kind == Kind.TEXT) {
      last.text += text;
    } else {
      tokens.add(new Token(kind, text));
    }
  }

  /** Takes the blank away that ends the line so far, if one does. */
  private void dropBlankEnd() {
    for (int i = tokens.size() - 1; i >= 0; i--) {
      Token token = tokens.get(i);
      if (token.kind == Kind.TEXT) {
        token.text = token.text.stripTrailing();
        if (!token.text.isEmpty()) {
          return;
        }
      } else if (token.kind == Kind.MARKUP || token.kind == Kind.BREAK) {
        return;
      }
    }
  }

  private String joined() {
    moveBlanksOut();
    boolean lineStart = true;
    for (Token token : tokens) {
      if (token.kind == Kind.TEXT && !token.text.isEmpty()) {
        String escaped = MarkdownText.escaped(token.text);
        token.text = lineStart ? MarkdownText.atLineStart(escaped) : escaped;
        lineStart = false;
      } else if (token.kind == Kind.BREAK) {
        lineStart = true;
      } else if (token.kind != Kind.TEXT) {
        lineStart = false;
      }
    }
    tokens.removeIf(token -> token.kind == Kind.TEXT && token.text.isEmpty());
    Map<Token, Integer> positions = new HashMap<>();
    tokens.forEach(token -> positions.put(token, positions.size()));
    for (int i = 0; i < tokens.size(); i++) {
      Token open = tokens.get(i);
      Token close = open.partner;
      if (close != null && open.opens) {
        int end = positions.getOrDefault(close, 0);
        boolean plain = opens(i) && closes(end);
        String name = open.kind == Kind.STRONG ? "strong" : "em";
        String mark = open.kind == Kind.STRONG ? "**" : "*";
        open.text = plain ? mark : "<" + name + ">";
        close.text = plain ? mark : "</" + name + ">";
      }
    }
    StringBuilder out = new StringBuilder();
    tokens.forEach(token -> out.append(token.text));
    return out.toString();
  }

  /** Emphasis begins and ends at words: the blanks at its edges are put outside. */
  private void moveBlanksOut() {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      Token mark = tokens.get(i);
      Token next = tokens.get(i + 1);
      if (mark.partner != null && mark.opens && next.text.startsWith(" ")) {
        next.text = next.text.substring(1);
        tokens.add(i, new Token(Kind.TEXT, " "));
        i++;
      }
    }
    for (int i = tokens.size() - 1; i > 0; i--) {
      Token mark = tokens.get(i);
      Token before = tokens.get(i - 1);
      if (mark.partner != null && !mark.opens && before.text.endsWith(" ")) {
        before.text = before.text.substring(0, before.text.length() - 1);
        tokens.add(i + 1, new Token(Kind.TEXT, " "));
      }
    }
  }

  /**
   * Whether a star here opens emphasis: CommonMark 0.31, section 6.2, left-flanking. Chinese knows
   * no blanks, so a mark between a character and a quotation mark is often none.
   */
  private boolean opens(int i) {
    int before = i == 0 ? ' ' : last(tokens.get(i - 1));
    int after = i + 1 == tokens.size() ? ' ' : first(tokens.get(i + 1));
    return after != 0
        && before != 0
        && !isBlank(after)
        && (!mayBePunctuation(after) || isOutside(before));
  }

  private boolean closes(int i) {
    int before = i == 0 ? ' ' : last(tokens.get(i - 1));
    int after = i + 1 == tokens.size() ? ' ' : first(tokens.get(i + 1));
    return after != 0
        && before != 0
        && !isBlank(before)
        && (!mayBePunctuation(before) || isOutside(after));
  }

  /** The character that a token begins with; 0 for a mark whose form is not settled. */
  private static int first(Token token) {
    return token.isMark() || token.text.isEmpty() ? 0 : token.text.codePointAt(0);
  }

  private static int last(Token token) {
    return token.isMark() || token.text.isEmpty()
        ? 0
        : token.text.codePointBefore(token.text.length());
  }

  private static boolean isBlank(int c) {
    return Whitespace.isBlank(c);
  }

  private static boolean isOutside(int c) {
    return isBlank(c) || isPunctuation(c);
  }

  private static boolean isPunctuation(int c) {
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> c < 0x80 && "$+<=>^`|~".indexOf(c) >= 0;
    };
  }

  /** Versions differ over symbols: one counts as punctuation where that is the safer reading. */
  private static boolean mayBePunctuation(int c) {
    return isPunctuation(c)
        || switch (Character.getType(c)) {
          case Character.MATH_SYMBOL,
              Character.CURRENCY_SYMBOL,
              Character.MODIFIER_SYMBOL,
              Character.OTHER_SYMBOL ->
              true;
          default -> false;
        };
  }

  private enum Kind {
    TEXT,
    BREAK,
    MARKUP,
    STRONG,
    EMPHASIS
  }

  private static final class Token {
    private final Kind kind;
    private String text;
    private boolean opens;
    private @Nullable Token partner;

    Token(Kind kind, String text) {
      this.kind = kind;
      this.text = text;
    }

    boolean isMark() {
      return kind == Kind.STRONG || kind == Kind.EMPHASIS;
    }
  }
}
