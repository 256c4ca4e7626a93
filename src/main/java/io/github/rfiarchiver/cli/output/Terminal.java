package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.article.PublishedDate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Standard output, for results only, and standard error, for messages; UTF-8 in every locale.
 * Control characters and bidirectional overrides of hostile headlines reach neither a message nor a
 * terminal.
 */
public final class Terminal {
  /** The subject of messages about standard input. */
  public static final String STANDARD_INPUT = "standard input";

  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 40;

  /** The message of EPIPE: Java has no exception of its own for a pipe without a reader. */
  private static final List<String> GONE = List.of("pipe", "管道", "管線");

  private final Environment environment;
  private final boolean isDumb;
  private final int columns;
  private boolean coloured;
  private boolean closed;
  private boolean lost;
  private boolean quiet;
  private boolean verbose;
  private final Progress progress;

  public Terminal(Environment environment) {
    this.environment = environment;
    this.isDumb = environment.variable("TERM").equals("dumb");
    this.coloured = isTerminal() && environment.variable("NO_COLOR").isEmpty() && !isDumb;
    String given = environment.variable("COLUMNS");
    this.columns =
        given.matches("[1-9][0-9]{0,8}")
            ? Math.max(FEWEST_COLUMNS, Integer.parseInt(given))
            : USUAL_COLUMNS;
    this.progress = new Progress(writer(environment.err()));
  }

  /** Sets whether only failures are printed, and whether the run is explained. */
  public void verbosity(boolean isQuiet, boolean isVerbose) {
    quiet = isQuiet;
    verbose = isVerbose;
  }

  public boolean isTerminal() {
    return environment.isTerminal("out");
  }

  /**
   * The width of a line in columns: that of the terminal, which the launcher puts into {@code
   * COLUMNS}; 80 if it is unknown, and at least 40.
   */
  public int columns() {
    return columns;
  }

  /** When results have colours: by default on a terminal, unless {@code NO_COLOR} is set. */
  public enum Colors {
    AUTO,
    ALWAYS,
    NEVER;

    /** The name on the command line. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public void color(Colors when) {
    coloured = when == Colors.AUTO ? coloured : when == Colors.ALWAYS;
  }

  /** An empty styled text. */
  public StyledText text() {
    return new StyledText(coloured, true);
  }

  /** The same for a pipe: where it has no colours, nothing is removed from what is added. */
  public StyledText pipeText() {
    return new StyledText(coloured, coloured);
  }

  /** The zone of times on standard output: the user's on a terminal, else UTC. */
  public ZoneId zone() {
    return isTerminal() ? environment.clock().getZone() : ZoneOffset.UTC;
  }

  /** A time for standard output: to the minute with its offset on a terminal, else ISO 8601. */
  public String moment(Instant moment) {
    return isTerminal() ? minute(moment) : PublishedDate.text(moment);
  }

  private String minute(Instant moment) {
    return Moment.FORMAT.withZone(environment.clock().getZone()).format(moment);
  }

  /** A message as standard error shows it: its times as on a terminal, if it is one. */
  private String shown(String message) {
    return environment.isTerminal("err")
        ? Moment.IN_MESSAGE.matcher(message).replaceAll(found -> shownTime(found.group()))
        : message;
  }

  private String shownTime(String time) {
    try {
      return minute(Instant.parse(time));
    } catch (DateTimeException e) {
      return time; // there is no such day
    }
  }

  /** Whether the reader of standard output has closed the pipe. */
  public boolean isClosed() {
    return closed;
  }

  /** Writes a result; does nothing after the pipe was closed. */
  public void print(String result) {
    write(isTerminal() ? harmless(result) : result);
  }

  /** Writes a styled result. */
  public void print(StyledText result) {
    write(result.toString());
  }

  private void write(String text) {
    if (isTerminal()) {
      progress.above(text, result -> write(result, true)); // every result at once
    } else {
      write(text, false); // without the lock of the progress: a pipe may block
    }
  }

  private void write(String text, boolean flushes) {
    if (closed) {
      return;
    }
    try {
      environment.out().write(text.getBytes(StandardCharsets.UTF_8));
      if (flushes) {
        environment.out().flush();
      }
    } catch (IOException e) {
      closed(e);
    }
  }

  public void flush() {
    write("", true);
  }

  /** Prints why results are missing; the exit status is not that of success then. */
  public void loss(String subject, String why) {
    lost = true;
    failure(subject, why);
  }

  /** Whether results are missing, for another reason than a closed pipe. */
  public boolean hasLost() {
    return lost;
  }

  /** A closed pipe is not a failure; a full disk is. */
  private void closed(IOException e) {
    String reason = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (!closed && GONE.stream().noneMatch(reason::contains)) {
      loss("standard output", "cannot be written: " + e.getMessage());
    }
    closed = true;
  }

  /** Prints the path of a saved file; not with {@code -q}. */
  public void printPath(Path path) {
    if (!quiet) {
      print(path + "\n");
      flush(); // the reader may be waiting for it
    }
  }

  /** Prints a notice; not with {@code -q}. */
  public void notice(String subject, String what) {
    if (!quiet) {
      failure(subject, what);
    }
  }

  /**
   * Prints a failure, also with {@code -q}; on a terminal, its times are in the zone of the user.
   */
  public void failure(String subject, String what) {
    printError(line(subject, shown(what)));
  }

  /** Prints a detail that explains a run; only with {@code -v}. */
  public void explain(String subject, String what) {
    if (verbose) {
      failure(subject, what);
    }
  }

  /** Prints an error of the command line, which may have several lines. */
  public void refusal(String subject, String what) {
    printError(message(subject, what) + "\n");
  }

  /** Prints a table on standard error; not with {@code -q}. */
  public void table(String lines) {
    if (!quiet) {
      printError(lines);
    }
  }

  /** Prints a stack trace; only with {@code -v}. */
  public void trace(Throwable cause) {
    if (verbose) {
      StringWriter trace = new StringWriter();
      cause.printStackTrace(new PrintWriter(trace));
      printError(harmless(trace.toString()));
    }
  }

  /**
   * Standard input; on a terminal it says that it waits, and no progress is drawn over the input.
   */
  public InputStream input() {
    if (environment.isTerminal("in")) {
      progress.yieldToTyping();
      notice(STANDARD_INPUT, "waiting for input; Ctrl-D at the start of a line ends it");
    }
    return environment.in();
  }

  /**
   * Shows progress until it is closed, if standard error is a terminal; not with {@code -q}.
   *
   * @param kept the line if a signal ends the program; null for none
   */
  public Progress openProgress(@Nullable Supplier<String> kept) {
    if (environment.isTerminal("err") && !isDumb && !quiet) {
      progress.open(kept);
    }
    return progress;
  }

  /** Waits a second for a last message: a thread that hangs may hold the terminal. */
  public static void withinASecond(Runnable message) {
    Thread thread = new Thread(message, "last-message");
    thread.setDaemon(true);
    thread.start();
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A writer for help and usage, on standard output or standard error. */
  public static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }

  /** A message on one line. */
  public static String line(String subject, String what) {
    return message(subject, what).replace('\n', ' ') + "\n";
  }

  private static String message(String subject, String what) {
    String shown = subject.isEmpty() ? "''" : ArchiverException.shown(subject);
    return harmless("rfi-archiver: " + shown + ": " + what);
  }

  private void printError(String text) {
    progress.above(text, progress::print);
  }

  /** The text without bidirectional controls, and without other controls than tab and line feed. */
  public static String harmless(String text) {
    return Hostile.CHARACTERS.matcher(text).replaceAll("");
  }

  /** Compiled with the first message: that takes longer than a short command. */
  private static final class Hostile {
    /**
     * Controls but tab and line feed; marks, embeddings, overrides, isolates (Unicode, annex 9).
     */
    static final Pattern CHARACTERS =
        Pattern.compile("[\\p{Cc}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069&&[^\\t\\n]]");
  }

  /** Created on first use, for the same reason. */
  private static final class Moment {
    /** Runs give times in UTC, since they store their messages too. */
    static final Pattern IN_MESSAGE =
        Pattern.compile("(?<= )\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

    static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mmxxx", Locale.ROOT);
  }
}
