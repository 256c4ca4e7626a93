package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.output.Terminal;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command of the program, with what all of them use; it returns an {@link ExitStatus}. */
abstract class Subcommand implements Callable<Integer> {
  /** The argument for standard input. */
  static final String DASH = "-";

  @ParentCommand RfiArchiver program;
  @Spec CommandSpec spec;

  /** Standard output and standard error. */
  Terminal console() {
    return program.console;
  }

  /** The current time, and the time zone of the user. */
  Clock clock() {
    return program.environment.clock();
  }

  /** Text from standard input without the byte order mark that some programs put before it. */
  static String withoutMark(String text) {
    return text.replaceFirst("^\uFEFF", "");
  }

  /** The value of an option as it was given. */
  String given(String option) {
    return String.join(",", spec.findOption(option).stringValues());
  }

  /** Whether an option is on the command line, and not only in the configuration. */
  boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }
}
