package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.article.PublishedDate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The two streams: results on standard output and nothing else there, messages on standard error;
 * UTF-8, whatever the locale. Control characters and bidirectional overrides of hostile headlines
 * reach neither a message nor a terminal.
 */
public final class Terminal {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 40;

  /** What the system calls a pipe without a reader, as far as it says so in another language. */
  private static final List<String> GONE = List.of("pipe", "管道", "管線");

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final OutputStream out;
  private final PrintWriter err;
  private final boolean outIsTerminal;
  private final boolean errIsTerminal;
  private final boolean coloured;
  private final int columns;
  private boolean closed;
  private boolean lost;
  private boolean quiet;
  private boolean verbose;
  private boolean progressShown;

  public Terminal(Environment environment) {
    this.out = environment.out();
    this.err = writer(environment.err());
    this.outIsTerminal = environment.outIsTerminal();
    this.errIsTerminal = environment.errIsTerminal();
    this.coloured =
        outIsTerminal
            && environment.variables().getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.variables().getOrDefault("TERM", "").equals("dumb");
    this.columns = columns(environment.variables().getOrDefault("COLUMNS", ""));
  }

  public void quiet(boolean on) {
    quiet = on;
  }

  public void verbose(boolean on) {
    verbose = on;
  }

  public boolean isTerminal() {
    return outIsTerminal;
  }

  /**
   * How many columns a line for a person may take: those of the terminal, as the launcher gives
   * them in {@code COLUMNS}; 80 where they are not known, and 40 at least.
   */
  public int columns() {
    return columns;
  }

  /** An empty text for standard output, coloured on a terminal unless {@code NO_COLOR} is set. */
  public StyledText text() {
    return new StyledText(coloured);
  }

  /** A moment as it is shown on standard output: to the minute on a terminal, else ISO 8601. */
  public String moment(Instant moment) {
    return outIsTerminal ? Minute.FORMAT.format(moment) : PublishedDate.text(moment);
  }

  /** Whether nobody reads standard output any more. */
  public boolean isClosed() {
    return closed;
  }

  /** Writes a result; nothing happens any more once the reader has gone. */
  public void print(String result) {
    write(outIsTerminal ? harmless(result) : result);
  }

  /** Writes a result with colours of our own. */
  public void print(StyledText result) {
    write(result.toString());
  }

  private void write(String text) {
    if (closed) {
      return;
    }
    try {
      clearProgress();
      out.write(text.getBytes(StandardCharsets.UTF_8));
      if (outIsTerminal) {
        out.flush(); // a person is waiting for it; a pipe is served in large pieces
      }
    } catch (IOException e) {
      closed(e);
    }
  }

  /** Writes one line of a result, and lets it go at once: the reader may be waiting for it. */
  void printLine(String line) {
    print(line + "\n");
    flush();
  }

  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      closed(e);
    }
    err.flush();
  }

  /** Whether a result could not be written, though nobody had said that it is not wanted. */
  public boolean hasLost() {
    return lost;
  }

  /** A reader that went away has what it wanted; a disk that is full has not. */
  private void closed(IOException e) {
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (!closed && GONE.stream().noneMatch(reason::contains)) {
      lost = true;
      failure("standard output", "cannot be written: " + e.getMessage());
    }
    closed = true;
  }

  /** The path of a file that was written, a result that {@code -q} has no use for. */
  public void printPath(Path path) {
    if (!quiet) {
      printLine(path.toString());
    }
  }

  /** Something worth knowing; not with {@code -q}. */
  public void notice(String subject, String what) {
    if (!quiet) {
      message(subject, what);
    }
  }

  /** Something failed: said even with {@code -q}. */
  public void failure(String subject, String what) {
    message(subject, what);
  }

  /** Something is wrong with the command line; what it says may take several lines. */
  public void refusal(String message) {
    clearProgress();
    err.print(harmless("rfi-archiver: " + message) + "\n");
    err.flush();
  }

  /** Lines that tell a person more than a message could; not with {@code -q}. */
  public void table(String lines) {
    if (!quiet) {
      clearProgress();
      err.print(lines);
      err.flush();
    }
  }

  /** A stack trace; with {@code -v} alone. */
  public void trace(Throwable cause) {
    if (verbose) {
      cause.printStackTrace(err);
      err.flush();
    }
  }

  /** Shows how far a run is: to a person alone. */
  public void progress(int done, int all) {
    if (errIsTerminal && !quiet && (done == all || done % 10 == 0)) {
      err.print(CLEAR_LINE + done + " of " + all);
      err.flush();
      progressShown = true;
    }
  }

  /** A writer for help and usage, on standard output or standard error. */
  public static PrintWriter writer(OutputStream stream) {
    Writer utf8 = new OutputStreamWriter(stream, StandardCharsets.UTF_8);
    return new PrintWriter(utf8, true);
  }

  private void message(String subject, String what) {
    clearProgress();
    err.print(harmless("rfi-archiver: " + subject + ": " + what).replace('\n', ' ') + "\n");
    err.flush();
  }

  private void clearProgress() {
    if (progressShown) {
      err.print(CLEAR_LINE);
      err.flush();
      progressShown = false;
    }
  }

  /** The text without what could take a terminal over, or turn what it shows around. */
  public static String harmless(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!isHostile(text.charAt(i))) {
        harmless.append(text.charAt(i));
      }
    }
    return harmless.toString();
  }

  /** Controls but tab and line feed; embeddings, overrides and isolates (Unicode, annex 9). */
  private static boolean isHostile(char c) {
    return (c < ' ' && c != '\t' && c != '\n')
        || (c >= 0x7F && c <= 0x9F)
        || c == 0x061C
        || c == 0x200E
        || c == 0x200F
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }

  /** Made when a person is first shown a moment: it costs more than a short command has to do. */
  private static final class Minute {
    static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  private static int columns(String given) {
    try {
      int columns = Integer.parseInt(given);
      return columns > 0 ? Math.max(FEWEST_COLUMNS, columns) : USUAL_COLUMNS;
    } catch (NumberFormatException e) {
      return USUAL_COLUMNS;
    }
  }
}
