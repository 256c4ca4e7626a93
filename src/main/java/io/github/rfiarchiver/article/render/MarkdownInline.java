package io.github.rfiarchiver.article.render;

import io.github.rfiarchiver.article.Whitespace;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** Renders the words of a block as markdown. */
final class MarkdownInline {
  private static final Pattern PUNCTUATION = Pattern.compile("\\p{P}|[$+<=>^`|~]");
  private static final Pattern PUNCTUATION_OR_SYMBOL = Pattern.compile("[\\p{P}\\p{S}]");
  private static final Pattern BARE_NUMBER_SIGN = Pattern.compile("(?<!\\\\)#");

  private final List<Token> tokens = new ArrayList<>();
  private final Set<Kind> open = EnumSet.noneOf(Kind.class);
  private final String lineBreak;
  private boolean afterBlank = true;
  private boolean linked;

  private MarkdownInline(String lineBreak) {
    this.lineBreak = lineBreak;
  }

  /** Words that may take several lines. */
  static String lines(Element words) {
    return rendered(words, "\\\n");
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
    inline.dropBreaksAtEnds();
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
      case "img" ->
          word(
              "!["
                  + MarkdownText.escaped(Whitespace.folded(element.attr("alt")))
                  + "]("
                  + MarkdownText.target(element.attr("src"))
                  + ")");
      case "audio" -> {
        String address = element.attr("src");
        word(
            InlineRenderer.SOUND
                + (linked
                    ? MarkdownText.escaped(InlineRenderer.address(address))
                    : MarkdownText.autolink(address)));
      }
      case "a" -> link(element);
      case "strong", "b" -> emphasis(element, Kind.STRONG);
      case "em", "i" -> emphasis(element, Kind.EMPHASIS);
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

  private void emphasis(Element element, Kind kind) {
    if (Whitespace.isBlank(element.wholeText()) || !open.add(kind)) {
      walk(element);
      return;
    }
    Token start = new Token(kind, "");
    tokens.add(start);
    walk(element);
    Token end = new Token(kind, "");
    tokens.add(end);
    start.opens = true;
    start.partner = end;
    end.partner = start;
    open.remove(kind);
  }

  /** Adds markup that shows something, as a word does. */
  private void word(String markup) {
    add(Kind.MARKUP, markup);
    afterBlank = false;
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

  private void dropBreaksAtEnds() {
    dropBlankEnd();
    tokens.removeIf(token -> token.kind == Kind.TEXT && token.text.isEmpty());
    int end = tokens.size();
    while (end > 0 && tokens.get(end - 1).kind == Kind.BREAK) {
      end--;
    }
    int start = 0;
    while (start < end && tokens.get(start).kind == Kind.BREAK) {
      start++;
    }
    tokens.subList(end, tokens.size()).clear();
    tokens.subList(0, start).clear();
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
    for (int i = 0; i < tokens.size(); i++) {
      Token mark = tokens.get(i);
      int before = i == 0 ? ' ' : last(tokens.get(i - 1));
      int after = i + 1 == tokens.size() ? ' ' : first(tokens.get(i + 1));
      mark.flanks = mark.opens ? flanks(after, before) : flanks(before, after);
    }
    tokens.forEach(Token::write);
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
   * Whether a run of stars between two characters is emphasis: CommonMark 0.31, section 6.2,
   * left-flanking and right-flanking. Chinese has no spaces, so that stars between a character and
   * a quotation mark often are not.
   *
   * @param inside the next character within the emphasis; 0 for an unknown one
   * @param outside the next character without
   */
  private static boolean flanks(int inside, int outside) {
    return inside != 0
        && outside != 0
        && !Whitespace.isBlank(inside)
        && (!isPunctuationOrSymbol(inside)
            || Whitespace.isBlank(outside)
            || PUNCTUATION.matcher(Character.toString(outside)).matches());
  }

  /** Versions of CommonMark differ over symbols: inside the emphasis they count as punctuation. */
  private static boolean isPunctuationOrSymbol(int c) {
    return PUNCTUATION_OR_SYMBOL.matcher(Character.toString(c)).matches();
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
    private boolean flanks;
    private @Nullable Token partner;

    Token(Kind kind, String text) {
      this.kind = kind;
      this.text = text;
    }

    boolean isMark() {
      return kind == Kind.STRONG || kind == Kind.EMPHASIS;
    }

    /** Settles the form of a mark: stars where both ends are emphasis, else an HTML tag. */
    void write() {
      if (partner != null && flanks && partner.flanks) {
        text = kind == Kind.STRONG ? "**" : "*";
      } else if (partner != null) {
        text = (opens ? "<" : "</") + (kind == Kind.STRONG ? "strong>" : "em>");
      }
    }
  }
}
