package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Generates the completion for bash and zsh from the command line itself; the build of the packages
 * runs it, so that no program carries it. The label of a value in the help tells what it is
 * completed with.
 */
final class Completion {
  private Completion() {}

  /**
   * Arguments, for each shell: the path of the template, the path of the script. Beside a template
   * are the tables of all shells.
   */
  public static void main(String[] paths) throws IOException {
    for (int i = 0; i < paths.length; i += 2) {
      Path template = Path.of(paths[i]);
      Path script = Path.of(paths[i + 1]);
      Files.createDirectories(script.toAbsolutePath().getParent());
      String tables = Files.readString(template.resolveSibling("tables.sh")).strip();
      Files.writeString(script, script(Files.readString(template).replace("@TABLES@", tables)));
    }
  }

  /** The script, from its template. */
  static String script(String template) {
    CommandSpec program = program();
    List<String> options = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    options.add("'') echo " + quoted(names(program)) + " ;;");
    arguments.add("'') kind=words values=" + quoted(RfiArchiver.commands()) + " ;;");
    program.options().forEach(option -> addValue(values, "*", option));
    for (CommandSpec command : subcommands(program)) {
      options.add(command.name() + ") echo " + quoted(names(command)) + " ;;");
      command.options().stream()
          .filter(option -> !option.inherited())
          .forEach(option -> addValue(values, command.name(), option));
      for (PositionalParamSpec argument : command.positionalParameters()) {
        arguments.add(command.name() + ") " + assigned(argument) + " ;;");
      }
    }
    return template
        .replace("@OPTIONS@", String.join("\n    ", options))
        .replace("@VALUES@", String.join("\n    ", values))
        .replace("@ARGUMENTS@", String.join("\n    ", arguments));
  }

  /** The command line's model. */
  static CommandSpec program() {
    Environment nothing =
        new Environment(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            Map.of(),
            "",
            Clock.systemUTC(),
            Set.of(),
            time -> {});
    return new RfiArchiver(nothing, new Terminal(nothing), new Configuration(nothing))
        .commandLine(name -> true)
        .getCommandSpec();
  }

  static List<CommandSpec> subcommands(CommandSpec program) {
    return program.subcommands().values().stream().map(CommandLine::getCommandSpec).toList();
  }

  private static List<String> names(CommandSpec command) {
    return List.copyOf(new TreeSet<>(command.optionsMap().keySet()));
  }

  private static void addValue(List<String> values, String command, OptionSpec option) {
    if (option.arity().max() > 0) {
      String patterns =
          Stream.of(option.names())
              .map(name -> command + ':' + name)
              .collect(Collectors.joining("|"));
      values.add(patterns + ") " + assigned(option) + " ;;");
    }
  }

  private static String assigned(ArgSpec arg) {
    return switch (arg.paramLabel()) {
      case "DIR" -> "kind=folders";
      case "FILE", "PATH" -> "kind=files";
      case "FEED" -> "kind=feeds values=" + quoted(FeedNames.builtIn());
      case "NAME" -> "kind=words values=" + quoted(FeedNames.sections());
      case "COMMAND" -> "kind=words values=" + quoted(RfiArchiver.commands());
      case "SELECTOR" -> "kind=keys";
      case "EDITION" -> "kind=words values=" + quoted(List.of("cn", "tw"));
      case "FORMAT", "SOURCE", "WHEN" ->
          "kind=words values=" + quoted(words(arg.completionCandidates()));
      case "N", "SECONDS", "DURATION", "MIB", "DATE", "TEXT", "URL", "REGEX", "PATTERN" ->
          "kind=none";
      default ->
          throw new IllegalStateException(
              "say in Completion what " + arg.paramLabel() + " is completed with");
    };
  }

  static List<String> words(Iterable<String> candidates) {
    return StreamSupport.stream(candidates.spliterator(), false).toList();
  }

  private static String quoted(List<String> words) {
    return "'" + String.join(" ", words) + "'";
  }
}
