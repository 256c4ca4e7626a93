package io.github.rfiarchiver.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command may be given. It is said to picocli in code, for annotations take longer to read
 * than most commands run: Java makes a class for each kind of them. Names are written as the help
 * shows them: {@code "-n, --dry-run"}.
 */
final class Options {
  private final CommandSpec command;

  /** Says what {@code command} may be given, {@code -h} and {@code -V} to begin with. */
  Options(CommandSpec command) {
    this.command = command;
    addStandard(command);
  }

  /** Adds {@code -h} and {@code -V}. */
  static void addStandard(CommandSpec command) {
    command
        .addOption(option("-h, --help", "Show this help message and exit.").usageHelp(true).build())
        .addOption(
            option("-V, --version", "Print version information and exit.")
                .versionHelp(true)
                .build())
        .versionProvider(new Version());
  }

  /** An option without a value. */
  Flag flag(String names, String description) {
    return new Flag(added(option(names, description).type(boolean.class)));
  }

  /**
   * An option with a value.
   *
   * @param label what the help calls the value; {@link Completion} goes by it
   */
  <T> Value<T> value(String names, Class<T> type, String label, String description) {
    return new Value<>(added(option(names, description).type(type).paramLabel(label)));
  }

  /** An option with a value that is there even where none is given. */
  <T> Setting<T> setting(
      String names, Class<T> type, String otherwise, String label, String description) {
    return new Setting<>(
        added(option(names, description).type(type).defaultValue(otherwise).paramLabel(label)));
  }

  /** The one argument that must stand behind the command. */
  Setting<String> argument(String label, String description) {
    return new Setting<>(
        added(PositionalParamSpec.builder().type(String.class).required(true), label, description));
  }

  /**
   * The arguments that stand behind the command.
   *
   * @param least how many of them must
   */
  Arguments arguments(int least, String label, String description) {
    PositionalParamSpec.Builder any =
        PositionalParamSpec.builder().type(List.class).auxiliaryTypes(String.class);
    return new Arguments(added(any.arity(least + "..*").required(least > 0), label, description));
  }

  /** Whether the command line itself gives an option, and not the configuration. */
  boolean isGiven(String name) {
    return command.commandLine().getParseResult().hasMatchedOption(name);
  }

  private OptionSpec added(OptionSpec.Builder option) {
    OptionSpec built = option.build();
    command.addOption(built);
    return built;
  }

  private PositionalParamSpec added(
      PositionalParamSpec.Builder argument, String label, String description) {
    PositionalParamSpec built = argument.paramLabel(label).description(description).build();
    command.addPositional(built);
    return built;
  }

  private static OptionSpec.Builder option(String names, String description) {
    return OptionSpec.builder(names.split(", ")).description(description);
  }

  /** Whether a flag is set. */
  record Flag(ArgSpec spec) {
    boolean isSet() {
      return Boolean.TRUE.equals(spec.getValue());
    }
  }

  /** The value of an option, where it is given. */
  record Value<T>(ArgSpec spec) {
    Optional<T> get() {
      return Optional.ofNullable(spec.getValue());
    }
  }

  /** What is always there: what must be given, or else has a default. */
  record Setting<T>(ArgSpec spec) {
    T get() {
      return spec.getValue();
    }
  }

  /** The arguments that are given. */
  record Arguments(ArgSpec spec) {
    List<String> get() {
      List<String> given = spec.getValue();
      return given == null ? List.of() : given;
    }
  }
}
