package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.ConfigFile.Setting;
import io.github.rfiarchiver.cli.output.Environment;
import io.github.rfiarchiver.cli.output.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The defaults of options in the {@linkplain ConfigFile configuration}. A key is the long name of
 * an option without its hyphens, after {@code COMMAND.} where commands use it differently. The
 * command line wins over the environment, and the environment over the file.
 */
final class Defaults implements IDefaultValueProvider {
  private static final String FEEDS = "feeds";
  private static final Set<String> NEVER_SET = Set.of("--help", "--version");
  private static final List<String> PROXY_VARIABLES =
      List.of("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy", "all_proxy");

  /** Set by {@link #setVerbosity}: either on the command line overrides both in the file. */
  private static final Set<String> VERBOSITY = Set.of("--quiet", "--verbose");

  private final ConfigFile file;
  private final Environment environment;

  private Defaults(ConfigFile file, Environment environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * The defaults in a file.
   *
   * @param program all commands
   * @throws UsageException if a key is unknown or ambiguous, or a flag is neither true nor false
   */
  static Defaults of(ConfigFile file, Environment environment, CommandSpec program)
      throws UsageException {
    Defaults defaults = new Defaults(file, environment);
    for (Setting setting : file.settings().values()) {
      if (!setting.key().equals(FEEDS)) {
        defaults.check(setting, program);
      }
    }
    return defaults;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    Setting setting =
        arg instanceof OptionSpec option && !VERBOSITY.contains(option.longestName())
            ? setting(option)
            : null;
    return setting == null ? null : value(setting);
  }

  /** The feeds to read if the command line names none; empty for the built-in default. */
  List<String> feeds() {
    Setting feeds = file.settings().get(FEEDS);
    return feeds == null ? List.of() : List.of(feeds.value().split("\\s+"));
  }

  /** Sets {@code -q} and {@code -v} from the file. */
  void setVerbosity(Terminal console) {
    console.quiet(isTrue("quiet"));
    console.verbose(isTrue("verbose"));
  }

  private boolean isTrue(String key) {
    Setting setting = file.settings().get(key);
    return setting != null && setting.value().equals("true");
  }

  /** The same error with its line in the file; null if the value is not from the file. */
  @Nullable UsageException located(ParameterException e) {
    Setting setting = e.getArgSpec() instanceof OptionSpec option ? setting(option) : null;
    return setting == null || !value(setting).equals(e.getValue())
        ? null
        : file.wrong(setting.line(), String.valueOf(e.getMessage()));
  }

  /** The same error, with its line in the file if the value is from there. */
  UsageException located(UsageException e, ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    OptionSpec option = command.commandSpec().findOption(e.option());
    Setting setting =
        e.option().equals(FEEDS)
            ? file.settings().get(FEEDS)
            : option == null || command.hasMatchedOption(option) ? null : setting(option);
    return setting == null ? e : file.wrong(setting.line(), e.subject() + ": " + e.reason());
  }

  private @Nullable Setting setting(OptionSpec option) {
    if (option.inherited() || NEVER_SET.contains(option.longestName())) {
      return null;
    }
    String key = key(option);
    if (environmentSets(key)) {
      return null;
    }
    Setting own = file.settings().get(option.command().name() + "." + key);
    return own == null ? file.settings().get(key) : own;
  }

  private static String key(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  private String value(Setting setting) {
    return setting.value().startsWith("~/")
        ? environment.homeFolder() + setting.value().substring(1)
        : setting.value();
  }

  private boolean environmentSets(String key) {
    List<String> variables =
        switch (key) {
          case "archive" -> List.of("RFI_ARCHIVE");
          case "proxy" -> PROXY_VARIABLES;
          default -> List.of();
        };
    return variables.stream()
        .anyMatch(name -> !environment.variables().getOrDefault(name, "").isEmpty());
  }

  private void check(Setting setting, CommandSpec program) throws UsageException {
    Map<String, OptionSpec> options = named(setting, program);
    if (options.isEmpty()) {
      throw file.wrong(
          setting.line(),
          "unknown option \""
              + setting.key()
              + "\"; keys are the long names of options without their hyphens, and feeds");
    }
    // Options with the same description are the same option.
    if (options.values().stream().map(o -> List.of(o.description())).distinct().count() > 1) {
      throw file.wrong(
          setting.line(),
          '"'
              + setting.key()
              + "\" is an option of several commands; name one: "
              + options.keySet().stream()
                  .map(command -> command + '.' + setting.key())
                  .collect(Collectors.joining(", ")));
    }
    boolean isFlag = options.values().stream().anyMatch(option -> option.arity().max() == 0);
    if (isFlag && !Set.of("true", "false").contains(setting.value())) {
      throw file.wrong(
          setting.line(), '"' + setting.key() + "\" must be true or false, not " + setting.value());
    }
  }

  /** The options of a key, by command. */
  private Map<String, OptionSpec> named(Setting setting, CommandSpec program)
      throws UsageException {
    Map<String, OptionSpec> options = new TreeMap<>();
    String key = setting.key();
    int dot = key.indexOf('.');
    if (dot >= 0) {
      CommandLine command = program.subcommands().get(key.substring(0, dot));
      if (command == null) {
        throw file.wrong(setting.line(), "unknown command \"" + key.substring(0, dot) + '"');
      }
      add(options, command.getCommandSpec(), key.substring(dot + 1));
    } else {
      add(options, program, key);
      program.subcommands().values().forEach(c -> add(options, c.getCommandSpec(), key));
    }
    return options;
  }

  private static void add(Map<String, OptionSpec> options, CommandSpec command, String key) {
    OptionSpec option = command.findOption("--" + key);
    if (option != null && !option.inherited() && !NEVER_SET.contains("--" + key)) {
      options.put(command.name(), option);
    }
  }
}
