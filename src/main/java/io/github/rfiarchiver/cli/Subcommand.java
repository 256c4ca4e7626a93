package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.output.Terminal;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command of the program, with what all of them use; it returns an {@link ExitStatus}. */
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
abstract class Subcommand implements Callable<Integer> {
  /** The argument for standard input. */
  static final String DASH = "-";

  @ParentCommand RfiArchiver program;
  @Spec CommandSpec spec;

  /** Standard input, standard output and standard error. */
  Terminal console() {
    return program.console;
  }

  /** The current time, and the time zone of the user. */
  Clock clock() {
    return program.environment.clock();
  }

  /** Whether an option is on the command line, and not only in the configuration. */
  boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }
}
