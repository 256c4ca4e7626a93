package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.cli.output.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The user's configuration: {@code key = value} lines in UTF-8, the defaults of options. A key is
 * the long name of an option without its hyphens, after {@code COMMAND.} where commands use it
 * differently. Empty lines and lines that begin with {@code #} are ignored; a value may hold any
 * character, but begins with no quotation mark, and holds no {@code #} at its start or after a
 * blank. The command line wins over the environment, and the environment over the file.
 */
final class Configuration {
  static final String FEEDS = "feeds";

  /** Set by {@link RfiArchiver#setUp}: either on the command line overrides both in the file. */
  static final Set<String> VERBOSITY = Set.of("--quiet", "--verbose");

  /** The labels of values that are paths. */
  private static final Set<String> PATHS = Set.of("DIR", "FILE");

  /** The variables of the environment that set a key. */
  private static final Map<String, List<String>> VARIABLES =
      Map.of(
          "archive", List.of("RFI_ARCHIVE"),
          "proxy",
              List.of(
                  "https_proxy HTTPS_PROXY http_proxy HTTP_PROXY all_proxy ALL_PROXY".split(" ")));

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern COMMENT = Pattern.compile("\\s#");

  /** What decoding puts in the place of other bytes; and the zeros of UTF-16. */
  private static final Pattern NOT_UTF_8 = Pattern.compile("[\0\ufffd]");

  private final Environment environment;
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  /**
   * One line.
   *
   * @param line its number, from 1
   * @param value never empty
   */
  record Setting(int line, String key, String value) {
    /** Where it is, in short. */
    String source() {
      return "line " + line;
    }
  }

  /** The configuration of the user; its file is read by {@link #applyTo}. */
  Configuration(Environment environment) {
    this.environment = environment;
  }

  /** The path of the file, whether it exists or not. */
  String path() {
    return environment.baseFolder("XDG_CONFIG_HOME", ".config") + "/rfi-archiver/config";
  }

  /**
   * Whether there is a file. It is certainly absent if it does not exist, or a parent is not a
   * folder, such as a {@code HOME} of {@code /dev/null}; every other error is reported.
   */
  boolean exists() {
    try {
      Path file = Path.of(path());
      return !Files.notExists(file)
          && Stream.iterate(file.getParent(), Objects::nonNull, Path::getParent)
              .allMatch(parent -> !Files.exists(parent) || Files.isDirectory(parent));
    } catch (InvalidPathException e) {
      return false; // there is no file of such a name
    }
  }

  private void parse(byte[] bytes) throws UsageException {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\r\n?|\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (NOT_UTF_8.matcher(lines[i]).find()) {
        throw wrong(i + 1, "is not UTF-8; save the file as UTF-8");
      }
      String line = lines[i].replaceFirst("^\uFEFF", "").strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        add(i + 1, line);
      }
    }
  }

  private void add(int number, String line) throws UsageException {
    int sign = line.indexOf('=');
    String key = line.substring(0, Math.max(sign, 0)).strip();
    String value = line.substring(sign + 1).strip();
    if (key.isEmpty() || value.isEmpty()) {
      throw wrong(number, "must be KEY = VALUE; comments begin with #");
    }
    if (value.startsWith("\"") || value.startsWith("'")) {
      throw wrong(number, "the value is in quotation marks; remove them");
    }
    if (COMMENT.matcher(" " + value).find()) {
      throw wrong(number, "a # inside of a value; write a comment on a line of its own");
    }
    Setting earlier = settings.putIfAbsent(key, new Setting(number, key, value));
    if (earlier != null) {
      throw wrong(number, '"' + key + "\" is already set in " + earlier.source());
    }
  }

  /**
   * Reads the file, and gives the options of all commands their defaults.
   *
   * @throws UsageException if the file cannot be read; a line is not UTF-8, is not {@code key =
   *     value}, or repeats a key; a key is unknown or ambiguous; a value begins with a quotation
   *     mark or holds a comment, a flag is neither true nor false, a path holds {@code $}, or the
   *     archive is relative
   */
  void applyTo(CommandLine program) throws UsageException {
    try {
      parse(Files.readAllBytes(Path.of(path())));
    } catch (IOException e) {
      String reason = ArchiveException.reasonOf(e) + "; make it readable, or remove it";
      throw new UsageException(path(), reason);
    }
    SortedMap<String, List<OptionSpec>> keys = OptionKeys.keys(program);
    keys.put(FEEDS, List.of());
    for (Setting setting : settings.values()) {
      check(setting, keys.getOrDefault(setting.key(), List.of()), keys.keySet());
    }
    program.setDefaultValueProvider(new Defaults(this));
  }

  private void check(Setting setting, List<OptionSpec> options, Set<String> keys)
      throws UsageException {
    String key = setting.key();
    String value = setting.value();
    if (options.isEmpty() && !key.equals(FEEDS)) {
      String names = "keys are the long names of options without their hyphens, and feeds";
      String meant = Suggestions.question(key, keys);
      throw wrong(setting.line(), "unknown option \"" + key + "\"; " + names + meant);
    }
    if (!OptionKeys.areOne(options)) {
      String names =
          options.stream().map(OptionKeys::qualified).sorted().collect(Collectors.joining(", "));
      throw wrong(setting, "is an option of several commands; name one: " + names);
    }
    boolean isFlag = options.stream().anyMatch(option -> option.arity().max() == 0);
    if (isFlag && !Set.of("true", "false").contains(value)) {
      throw wrong(setting, "must be true or false, not " + value);
    }
    boolean isPath = options.stream().allMatch(option -> PATHS.contains(option.paramLabel()));
    if (isPath
        && BLANKS
            .splitAsStream(value)
            .anyMatch(word -> word.contains("$") && !word.contains("://"))) {
      throw wrong(setting, "holds $; variables are not replaced, write the whole path or ~/");
    }
    if (key.equals("archive") && !expanded(value).startsWith("/")) {
      throw wrong(setting, "must begin with / or ~/: every run must find the same folder");
    }
  }

  private UsageException wrong(Setting setting, String what) {
    return wrong(setting.line(), '"' + setting.key() + "\" " + what);
  }

  private UsageException wrong(int line, String what) {
    return new UsageException(path(), "line " + line + ": " + what);
  }

  /** The feeds to read if the command line names none; empty for the built-in default. */
  List<String> feeds() {
    return setting(FEEDS).stream()
        .flatMap(feeds -> BLANKS.splitAsStream(feeds.value()))
        .map(this::expanded)
        .toList();
  }

  /** Whether the file sets a flag. */
  boolean isTrue(String key) {
    return setting(key).filter(setting -> setting.value().equals("true")).isPresent();
  }

  /** The same error of an option's value, with its line if the value is from the file. */
  UsageException located(UsageException e, OptionSpec option, @Nullable Object value) {
    return setting(option)
        .filter(setting -> expanded(setting.value()).equals(value))
        .map(from -> located(e, from))
        .orElse(e);
  }

  /** The same error of a command, with its line in the file if the value is from there. */
  UsageException located(UsageException e, ParseResult command) {
    OptionSpec option = command.commandSpec().findOption(e.option);
    return option == null || command.hasMatchedOption(option)
        ? e
        : setting(option).map(from -> located(e, from)).orElse(e);
  }

  /** The same error of the feeds, with their line. */
  UsageException locatedFeeds(UsageException e) {
    return setting(FEEDS).map(from -> located(e, from)).orElse(e);
  }

  private UsageException located(UsageException e, Setting from) {
    return wrong(from.line(), e.subject() + ": " + e.reason());
  }

  /** The line that sets an option; empty if there is none, or the environment sets it. */
  Optional<Setting> setting(OptionSpec option) {
    String key = OptionKeys.key(option);
    return OptionKeys.isKey(option) && variables(key).isEmpty()
        ? setting(OptionKeys.qualified(option)).or(() -> setting(key))
        : Optional.empty();
  }

  Optional<Setting> setting(String key) {
    return Optional.ofNullable(settings.get(key));
  }

  /** A value with the home folder for {@code ~/}. */
  String expanded(String value) {
    return value.startsWith("~/") ? environment.homeFolder() + value.substring(1) : value;
  }

  /** The variables of the environment that set a key. */
  List<String> variables(String key) {
    return VARIABLES.getOrDefault(key, List.of()).stream()
        .filter(name -> !environment.variable(name).isEmpty())
        .toList();
  }

  /**
   * The values of the file as defaults. A type of its own: one that implements an interface in an
   * old class file format is linked, with its lambdas, at each start.
   */
  private record Defaults(Configuration configuration) implements IDefaultValueProvider {
    @Override
    public @Nullable String defaultValue(ArgSpec arg) {
      return arg instanceof OptionSpec option && !VERBOSITY.contains(option.longestName())
          ? configuration
              .setting(option)
              .map(setting -> configuration.expanded(setting.value()))
              .orElse(null)
          : null;
    }
  }
}
