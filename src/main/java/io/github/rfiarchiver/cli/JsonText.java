package io.github.rfiarchiver.cli;

import java.util.List;
import java.util.Optional;

/**
 * A JSON object on one line, written member by member (RFC 8259). No more is escaped than must be,
 * and what some take for the end of a line: Chinese and its quotation marks stay as they are.
 */
final class JsonText {
  private final StringBuilder json = new StringBuilder("{");

  JsonText add(String name, String value) {
    return addJson(name, quoted(value));
  }

  /** Adds a text, or null where there is none. */
  JsonText add(String name, Optional<String> value) {
    return addJson(name, value.map(JsonText::quoted).orElse("null"));
  }

  JsonText add(String name, long value) {
    return addJson(name, Long.toString(value));
  }

  /** Adds an array of values that are JSON already. */
  JsonText add(String name, List<String> values) {
    return addJson(name, "[" + String.join(",", values) + "]");
  }

  /** Adds a value that is JSON already. */
  JsonText addJson(String name, String value) {
    json.append(json.length() > 1 ? "," : "").append(quoted(name)).append(':').append(value);
    return this;
  }

  /** The object; nothing ends it. */
  @Override
  public String toString() {
    return json + "}";
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
