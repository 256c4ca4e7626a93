package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.Sleeper;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/**
 * What the program has around it: streams, variables, the time.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param variables its variables
 * @param home the user's home folder: that of the passwd file, where no {@code HOME} is set
 * @param clock the time
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param sleeper what sleeps in pauses, and while another run holds the archive
 */
public record Environment(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Map<String, String> variables,
    String home,
    Clock clock,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Sleeper sleeper) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** An environment in which waiting takes its time. */
  public Environment(
      InputStream in,
      OutputStream out,
      OutputStream err,
      Map<String, String> variables,
      String home,
      Clock clock,
      boolean outIsTerminal,
      boolean errIsTerminal) {
    this(
        in,
        out,
        err,
        variables,
        home,
        clock,
        outIsTerminal,
        errIsTerminal,
        time -> Thread.sleep(time.toMillis()));
  }

  /** The user's home folder: {@code $HOME}, else that of the passwd file. */
  public String homeFolder() {
    String named = variables.getOrDefault("HOME", "");
    return named.isEmpty() ? home : named;
  }
}
