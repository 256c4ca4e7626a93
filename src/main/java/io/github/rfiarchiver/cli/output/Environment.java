package io.github.rfiarchiver.cli.output;

import io.github.rfiarchiver.archive.Sleeper;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/**
 * The environment of the program: streams, variables, time.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param variables the environment variables
 * @param home the home folder of the user in the passwd file
 * @param clock the current time, and the time zone of the user
 * @param terminals which of {@code in}, {@code out} and {@code err} are terminals
 * @param sleeper sleeps in pauses, and while another run holds the archive
 */
public record Environment(
    InputStream in,
    OutputStream out,
    OutputStream err,
    Map<String, String> variables,
    String home,
    Clock clock,
    Set<String> terminals,
    Sleeper sleeper) {
  /** A variable of the environment; empty where it is not set. */
  public String variable(String name) {
    return variables.getOrDefault(name, "");
  }

  /** Whether {@code in}, {@code out} or {@code err} is a terminal. */
  public boolean isTerminal(String stream) {
    return terminals.contains(stream);
  }

  /**
   * A base folder of the user: of the variable, else in the home folder. A relative path in the
   * variable is ignored (XDG Base Directory Specification).
   *
   * @param inHome the path in the home folder
   */
  public String baseFolder(String variable, String inHome) {
    String folder = variable(variable);
    return folder.startsWith("/") ? folder : homeFolder() + "/" + inHome;
  }

  /** The user's home folder: {@code $HOME}, else that of the passwd file. */
  public String homeFolder() {
    String named = variable("HOME");
    return named.isEmpty() ? home : named;
  }
}
