package io.github.rfiarchiver.cli.output;

/**
 * Text for a person, with colours where they are wanted. Whatever is put in, control characters and
 * bidirectional overrides are left out of it; the colours are the only escapes in the result.
 */
public final class StyledText {
  private final boolean coloured;
  private final StringBuilder text = new StringBuilder();

  /** How words look; the numbers are ECMA-48's, section 8.3.117. */
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

  StyledText(boolean coloured) {
    this.coloured = coloured;
  }

  public StyledText add(String words) {
    text.append(Terminal.harmless(words));
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

  /** What was found: in colour, or between the brackets that mark it without. */
  StyledText addMatch(String words) {
    return coloured ? add(Style.MATCH, words) : add(PassageText.marked(words));
  }

  /** How many columns the marks around a match take. */
  int matchMarks() {
    return coloured ? 0 : PassageText.MARKS_WIDTH;
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
