package io.github.rfiarchiver.cli.output;

/**
 * Text for a terminal, with or without colours. Control characters and bidirectional overrides are
 * removed from all input, so that the colours are the only escape sequences; without colours, a
 * pipe may get its input as it is.
 */
public final class StyledText {
  private final boolean coloured;
  private final boolean isHarmless;
  private final StringBuilder text = new StringBuilder();

  /** Styles, with their parameters of SGR (ECMA-48, section 8.3.117). */
  public enum Style {
    TITLE("1"),
    FAINT("2"),
    KEY("33"),
    BAR("36"),
    BAD("31"),
    WARNING("33"),
    MATCH("1;31");

    private final String code;

    Style(String code) {
      this.code = code;
    }
  }

  /**
   * @param isHarmless whether control characters are removed
   */
  StyledText(boolean coloured, boolean isHarmless) {
    this.coloured = coloured;
    this.isHarmless = isHarmless;
  }

  public StyledText add(String words) {
    text.append(isHarmless ? Terminal.harmless(words) : words);
    return this;
  }

  public StyledText add(Style style, String words) {
    if (!coloured || words.isEmpty()) {
      return add(words);
    }
    text.append("\u001b[").append(style.code).append('m');
    add(words);
    text.append("\u001b[0m");
    return this;
  }

  /** Adds a match: in colour, or in brackets where there are no colours. */
  StyledText addMatch(String words) {
    return coloured ? add(Style.MATCH, words) : add(ArticleLine.marked(words));
  }

  /** The columns of the brackets around a match. */
  int matchMarks() {
    return coloured ? 0 : 4;
  }

  public StyledText line() {
    text.append('\n');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
