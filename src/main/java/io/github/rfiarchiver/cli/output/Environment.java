package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.Sleeper;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;

/**
 * The environment of the program: streams, variables, time.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param variables the environment variables
 * @param home the home folder of the user in the passwd file
 * @param clock the current time, and the time zone of the user
 * @param inIsTerminal whether standard input is a terminal
 * @param outIsTerminal whether standard output is a terminal
 * @param errIsTerminal whether standard error is a terminal
 * @param sleeper sleeps in pauses, and while another run holds the archive
 */
public record Environment(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Map<String, String> variables,
    String home,
    Clock clock,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    Sleeper sleeper) {
  public Environment {
    variables = Map.copyOf(variables);
  }

  /** The user's home folder: {@code $HOME}, else that of the passwd file. */
  public String homeFolder() {
    String named = variables.getOrDefault("HOME", "");
    return named.isEmpty() ? home : named;
  }
}
