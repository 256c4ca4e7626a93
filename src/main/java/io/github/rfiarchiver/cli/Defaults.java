package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.ConfigFile.Setting;
import io.github.rfiarchiver.cli.output.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
  static final String FEEDS = "feeds";
  static final String ARCHIVE = "archive";
  static final String PROXY = "proxy";
  private static final Set<String> NEVER_SET = Set.of("--help", "--version");
  private static final List<String> PROXY_VARIABLES =
      List.of("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY");

  /** Set by {@link RfiArchiver#setUp}: either on the command line overrides both in the file. */
  static final Set<String> VERBOSITY = Set.of("--quiet", "--verbose");

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /** The labels of values that are paths. */
  private static final Set<String> PATHS = Set.of("DIR", "FILE");

  private final ConfigFile file;
  private final Environment environment;

  /** The defaults in a file that was {@linkplain #of checked}. */
  Defaults(ConfigFile file, Environment environment) {
    this.file = file;
    this.environment = environment;
  }

  /**
   * The defaults in a file.
   *
   * @param program all commands
   * @throws UsageException if a key is unknown or ambiguous, a flag is neither true nor false, a
   *     path holds {@code $}, or the archive is relative
   */
  static Defaults of(ConfigFile file, Environment environment, CommandSpec program)
      throws UsageException {
    Defaults defaults = new Defaults(file, environment);
    SortedMap<String, List<OptionSpec>> keys = keys(program);
    for (Setting setting : file.settings().values()) {
      defaults.check(setting, keys);
    }
    return defaults;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    return arg instanceof OptionSpec option && !VERBOSITY.contains(option.longestName())
        ? setting(option).map(setting -> expanded(setting.value())).orElse(null)
        : null;
  }

  /** The feeds to read if the command line names none; empty for the built-in default. */
  List<String> feeds() {
    return setting(FEEDS).stream()
        .flatMap(feeds -> Stream.of(BLANKS.split(feeds.value())))
        .map(this::expanded)
        .toList();
  }

  /** Whether the file sets a flag. */
  boolean isTrue(String key) {
    Setting setting = file.settings().get(key);
    return setting != null && setting.value().equals("true");
  }

  /** The same error with its line in the file; empty if the value is not from the file. */
  Optional<UsageException> located(ParameterException e) {
    return e.getArgSpec() instanceof OptionSpec option
        ? setting(option)
            .filter(setting -> expanded(setting.value()).equals(e.getValue()))
            .map(setting -> file.wrong(setting.line(), String.valueOf(e.getMessage())))
        : Optional.empty();
  }

  /** The same error, with its line in the file if the value is from there. */
  UsageException located(UsageException e, ParseResult parsed) {
    ParseResult command = parsed;
    while (command.hasSubcommand()) {
      command = command.subcommand();
    }
    OptionSpec option = command.commandSpec().findOption(e.option());
    Optional<Setting> setting =
        e.option().equals(FEEDS)
            ? setting(FEEDS)
            : option == null || command.hasMatchedOption(option)
                ? Optional.empty()
                : setting(option);
    return setting.map(from -> file.wrong(from.line(), e.subject() + ": " + e.reason())).orElse(e);
  }

  /** The line that sets an option; empty if there is none, or the environment sets it. */
  Optional<Setting> setting(OptionSpec option) {
    String key = key(option);
    return isKey(option) && variables(key).isEmpty()
        ? setting(qualified(option)).or(() -> setting(key))
        : Optional.empty();
  }

  Optional<Setting> setting(String key) {
    return Optional.ofNullable(file.settings().get(key));
  }

  static String key(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  /** A key with its command: {@code fetch.limit}. */
  static String qualified(OptionSpec option) {
    return option.command().name() + '.' + key(option);
  }

  private static boolean isKey(OptionSpec option) {
    return !option.inherited() && !NEVER_SET.contains(option.longestName());
  }

  String expanded(String value) {
    return value.startsWith("~/") ? environment.homeFolder() + value.substring(1) : value;
  }

  /** The variables of the environment that set a key. */
  List<String> variables(String key) {
    List<String> names =
        switch (key) {
          case ARCHIVE -> List.of("RFI_ARCHIVE");
          case PROXY -> PROXY_VARIABLES;
          default -> List.of();
        };
    return names.stream().filter(name -> !environment.variable(name).isEmpty()).toList();
  }

  private void check(Setting setting, SortedMap<String, List<OptionSpec>> keys)
      throws UsageException {
    String key = setting.key();
    String value = setting.value();
    List<OptionSpec> options = keys.getOrDefault(key, List.of());
    if (options.isEmpty() && !key.equals(FEEDS)) {
      String names = "keys are the long names of options without their hyphens, and feeds";
      String meant = Suggestions.question(key, keys.keySet());
      throw file.wrong(setting.line(), "unknown option \"" + key + "\"; " + names + meant);
    }
    if (!areOne(options)) {
      String names =
          options.stream().map(Defaults::qualified).sorted().collect(Collectors.joining(", "));
      throw wrong(setting, "is an option of several commands; name one: " + names);
    }
    boolean isFlag = options.stream().anyMatch(option -> option.arity().max() == 0);
    if (isFlag && !Set.of("true", "false").contains(value)) {
      throw wrong(setting, "must be true or false, not " + value);
    }
    boolean isPath = options.stream().allMatch(option -> PATHS.contains(option.paramLabel()));
    if (isPath && Stream.of(BLANKS.split(value)).anyMatch(Defaults::hasVariable)) {
      throw wrong(setting, "holds $; variables are not replaced, write the whole path or ~/");
    }
    if (key.equals(ARCHIVE) && !expanded(value).startsWith("/")) {
      throw wrong(setting, "must begin with / or ~/: every run must find the same folder");
    }
  }

  private UsageException wrong(Setting setting, String what) {
    return file.wrong(setting.line(), '"' + setting.key() + "\" " + what);
  }

  private static boolean hasVariable(String word) {
    return word.contains("$") && !word.contains("://");
  }

  /** Options with the same description are the same option. */
  static boolean areOne(List<OptionSpec> options) {
    return options.stream().map(o -> List.of(o.description())).distinct().count() < 2;
  }

  /** The options of all keys: of a long name, and of a command and its long name. */
  static SortedMap<String, List<OptionSpec>> keys(CommandSpec program) {
    SortedMap<String, List<OptionSpec>> keys = new TreeMap<>();
    Stream.concat(Stream.of(program.commandLine()), program.subcommands().values().stream())
        .flatMap(command -> command.getCommandSpec().options().stream())
        .filter(Defaults::isKey)
        .forEach(
            option -> {
              keys.computeIfAbsent(key(option), key -> new ArrayList<>()).add(option);
              keys.put(qualified(option), List.of(option));
            });
    return keys;
  }
}
