package io.github.rfiarchiver.cli;

/** The formats of what is printed about articles, and not the articles themselves. */
enum ReportFormat {
  /** Lines for people, tab-separated in a pipe. */
  TEXT,

  /** JSON, one object a line. */
  JSON
}
