package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.ConfigFile.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * What the {@linkplain ConfigFile configuration} sets: the defaults of options. A key is an
 * option's long name without its hyphens, behind {@code COMMAND.} where commands differ in what it
 * means. Flags win over the environment, and the environment over the file.
 */
final class Defaults implements IDefaultValueProvider {
  private static final String FEEDS = "feeds";
  private static final Set<String> NEVER_SET = Set.of("--help", "--version");
  private static final List<String> PROXY_VARIABLES =
      List.of("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy");

  /** Of these the command line's own one makes the file's forgotten. */
  private static final List<String> EXCLUDE_EACH_OTHER = List.of("--quiet", "--verbose");

  private final Path path;
  private final Surroundings surroundings;
  private final IdentityHashMap<ArgSpec, Setting> settings = new IdentityHashMap<>();
  private Optional<Setting> feeds = Optional.empty();

  private Defaults(Path path, Surroundings surroundings) {
    this.path = path;
    this.surroundings = surroundings;
  }

  /**
   * Makes a command line take its defaults from a file. A file that cannot be used is an error of
   * usage of every command, but hides no help.
   */
  static void from(Path path, Surroundings surroundings, Console console, CommandLine program) {
    Defaults defaults = new Defaults(path, surroundings);
    try {
      defaults.resolve(ConfigFile.read(path).settings(), program.getCommandSpec());
    } catch (UsageException e) {
      program.setExecutionStrategy(
          parsed -> {
            Integer helped = CommandLine.executeHelpRequest(parsed);
            if (helped != null) {
              return helped;
            }
            console.refusal(String.valueOf(e.getMessage()));
            return ExitCode.USAGE.status();
          });
      return;
    }
    defaults.applyTo(program, console);
  }

  private void applyTo(CommandLine program, Console console) {
    ((RfiArchiver) program.getCommand()).feeds(feeds());
    program.setDefaultValueProvider(this);
    IExecutionStrategy run = program.getExecutionStrategy();
    program.setExecutionStrategy(
        parsed -> {
          switchOn(parsed);
          return run.execute(parsed);
        });
    IParameterExceptionHandler refuse = program.getParameterExceptionHandler();
    program.setParameterExceptionHandler(
        (e, args) -> {
          Setting setting = settings.get(e.getArgSpec());
          if (setting == null || !setting.value().equals(e.getValue())) {
            return refuse.handleParseException(e, args);
          }
          console.refusal(place(setting) + e.getMessage());
          return ExitCode.USAGE.status();
        });
    IExecutionExceptionHandler handle = program.getExecutionExceptionHandler();
    program.setExecutionExceptionHandler(
        (e, command, parsed) ->
            handle.handleExecutionException(
                e instanceof UsageException usage ? located(usage, parsed) : e, command, parsed));
  }

  /** The value of the file, as picocli asks for it; flags are {@linkplain #switchOn set} later. */
  @Override
  public @Nullable String defaultValue(ArgSpec option) {
    Setting setting = settings.get(option);
    return setting == null || isFlag(option) ? null : setting.value();
  }

  /** The feeds that are read where the command line names none; empty for the built-in ones. */
  List<String> feeds() {
    return feeds.map(setting -> List.of(setting.value().split("\\s+"))).orElse(List.of());
  }

  private void resolve(List<Setting> lines, CommandSpec program) throws UsageException {
    List<Setting> ofOneCommand = new ArrayList<>();
    for (Setting line : lines) {
      if (line.key().equals(FEEDS)) {
        feeds = Optional.of(line);
      } else if (line.key().indexOf('.') >= 0) {
        ofOneCommand.add(line);
      } else {
        set(line, named(line, program));
      }
    }
    for (Setting line : ofOneCommand) {
      int dot = line.key().indexOf('.');
      CommandLine command = program.subcommands().get(line.key().substring(0, dot));
      if (command == null) {
        throw ConfigFile.wrong(
            path, line.line(), "no command is called \"" + line.key().substring(0, dot) + '"');
      }
      set(line, own(command.getCommandSpec(), line.key().substring(dot + 1)).stream().toList());
    }
  }

  private List<OptionSpec> named(Setting line, CommandSpec program) throws UsageException {
    Optional<OptionSpec> global = own(program, line.key());
    if (global.isPresent()) {
      return List.of(global.get());
    }
    Map<String, OptionSpec> options =
        program.subcommands().values().stream()
            .map(CommandLine::getCommandSpec)
            .filter(command -> own(command, line.key()).isPresent())
            .collect(
                Collectors.toMap(
                    CommandSpec::name,
                    command -> own(command, line.key()).orElseThrow(),
                    (a, b) -> a,
                    TreeMap::new));
    Set<Object> declarations = new HashSet<>();
    options.values().forEach(option -> declarations.add(List.of(option.description())));
    if (declarations.size() > 1) {
      throw ConfigFile.wrong(
          path,
          line.line(),
          '"'
              + line.key()
              + "\" is an option of several commands; write which: "
              + options.keySet().stream()
                  .map(command -> command + '.' + line.key())
                  .collect(Collectors.joining(", ")));
    }
    return List.copyOf(options.values());
  }

  private static Optional<OptionSpec> own(CommandSpec command, String key) {
    return Optional.ofNullable(command.optionsMap().get("--" + key))
        .filter(option -> !option.inherited() && !NEVER_SET.contains(option.longestName()));
  }

  private void set(Setting line, List<OptionSpec> options) throws UsageException {
    if (options.isEmpty()) {
      throw ConfigFile.wrong(
          path,
          line.line(),
          "no option is called \""
              + line.key()
              + "\"; keys are the long names of options without their hyphens, and feeds");
    }
    if (isFlag(options.get(0)) && !Set.of("true", "false").contains(line.value())) {
      throw ConfigFile.wrong(
          path, line.line(), '"' + line.key() + "\" is either true or false, not " + line.value());
    }
    if (!environmentSets(line.key())) {
      String value = line.value();
      if (value.startsWith("~/")) {
        value = ConfigFile.home(surroundings) + value.substring(1);
      }
      Setting setting = new Setting(line.line(), line.key(), value);
      options.forEach(option -> settings.put(option, setting));
    }
  }

  private boolean environmentSets(String key) {
    List<String> variables =
        switch (key) {
          case "archive" -> List.of("RFI_ARCHIVE");
          case "proxy", "fetch.proxy", "add.proxy" -> PROXY_VARIABLES;
          default -> List.of();
        };
    return variables.stream()
        .anyMatch(name -> !surroundings.environment().getOrDefault(name, "").isEmpty());
  }

  /**
   * Sets the flags. Not as defaults: of a flag whose default is true, picocli takes the mention on
   * the command line for false.
   */
  private void switchOn(ParseResult parsed) {
    List<ParseResult> levels =
        parsed.asCommandLineList().stream().map(l -> l.getParseResult()).toList();
    boolean spoken =
        levels.stream()
            .anyMatch(level -> EXCLUDE_EACH_OTHER.stream().anyMatch(level::hasMatchedOption));
    for (ParseResult level : levels) {
      for (OptionSpec option : level.commandSpec().options()) {
        Setting setting = settings.get(option);
        if (setting != null
            && isFlag(option)
            && !level.hasMatchedOption(option)
            && !(spoken && EXCLUDE_EACH_OTHER.contains(option.longestName()))) {
          option.setValue(setting.value().equals("true"));
        }
      }
    }
  }

  private static boolean isFlag(ArgSpec option) {
    return option.arity().max() == 0;
  }

  /** The same error with the line that it comes from, where it is not the command line's. */
  private UsageException located(UsageException e, ParseResult parsed) {
    String message = String.valueOf(e.getMessage());
    String subject = message.split(": ", 2)[0];
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    ParseResult ran = command;
    Stream<Setting> options =
        ran.commandSpec().options().stream()
            .filter(option -> !ran.hasMatchedOption(option))
            .flatMap(option -> Stream.ofNullable(settings.get(option)))
            .filter(
                setting ->
                    setting.value().equals(subject)
                        || setting.key().equals(subject.replaceFirst("^--", ""))
                        || setting.key().endsWith('.' + subject.replaceFirst("^--", "")));
    Stream<Setting> named =
        feeds.stream()
            .filter(setting -> ran.matchedPositionals().isEmpty() && feeds().contains(subject));
    return Stream.concat(options, named)
        .findFirst()
        .map(setting -> ConfigFile.wrong(path, setting.line(), message))
        .orElse(e);
  }

  private String place(Setting setting) {
    return path + ": line " + setting.line() + ": ";
  }
}
