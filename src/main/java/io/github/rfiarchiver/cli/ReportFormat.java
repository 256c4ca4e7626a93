package io.github.rfiarchiver.cli;

import java.util.Locale;

/** The formats of what is printed about articles, and not the articles themselves. */
enum ReportFormat {
  /** Lines for people, tab-separated in a pipe. */
  TEXT,

  /** JSON, one object a line. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
