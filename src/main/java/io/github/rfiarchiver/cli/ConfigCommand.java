package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.cli.ConfigFile.Setting;
import io.github.rfiarchiver.cli.output.Environment;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code config}: shows every value in force and where it comes from. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = {
      "Shows where the configuration is, every value in force and where it comes from.",
      "",
      "  rfi-archiver config",
      "  rfi-archiver config | grep -v -w default     what is set",
      "",
      "One line a key: key, source, value; in a pipe, tabs separate them. The source is",
      "an option of the command line, a variable of the environment, a line of the",
      "file, or default. Of a proxy, user and password are shown as ***.",
      ""
    })
final class ConfigCommand implements Callable<Integer> {
  /** Where a description tells a default that is not the value of the field. */
  private static final Pattern TOLD = Pattern.compile("[Dd]efault: ([^).]+)|(\\w+) \\(default\\)");

  private static final Pattern PROXY_USER = Pattern.compile("^(\\w+://)?.*@");
  private static final Pattern URL_USER = Pattern.compile("(\\w+://)[^\\s/?#]*@");

  private static final String DEFAULT = "default";

  private final RfiArchiver program;

  private final Set<String> printed = new HashSet<>();

  @Spec private @Nullable CommandSpec spec;

  ConfigCommand(RfiArchiver program) {
    this.program = program;
  }

  /** A value in force, without credentials, and where it comes from. */
  private record Value(String source, String text) {}

  @Override
  public Integer call() throws UsageException {
    Environment environment = program.environment();
    CommandSpec root = Objects.requireNonNull(spec).root();
    boolean exists = ConfigFile.find(environment).isPresent();
    print("file", new Value(exists ? "found" : "none", ConfigFile.place(environment)));
    print(Defaults.FEEDS, feeds());
    for (String key : Defaults.keys(root)) {
      Map<String, OptionSpec> options = Defaults.named(key, root);
      Map<String, List<Value>> values = new TreeMap<>();
      for (Map.Entry<String, OptionSpec> option : options.entrySet()) {
        values.put(option.getKey(), values(key, option.getValue(), root));
      }
      boolean isOne = Defaults.areOne(options.values()) && Set.copyOf(values.values()).size() == 1;
      values.forEach(
          (command, own) -> own.forEach(value -> print(isOne ? key : command + '.' + key, value)));
    }
    return ExitStatus.OK.status();
  }

  private void print(String key, Value value) {
    String form = program.console().isTerminal() ? "%-18s%-13s%s\n" : "%s\t%s\t%s\n";
    String row = String.format(Locale.ROOT, form, key, value.source(), value.text());
    if (printed.add(row)) {
      program.console().print(row);
    }
  }

  private Value feeds() {
    Defaults defaults = program.defaults();
    List<String> feeds = defaults.feeds();
    return new Value(
        defaults.setting(Defaults.FEEDS).map(ConfigCommand::line).orElse(DEFAULT),
        masked(Defaults.FEEDS, String.join(" ", feeds.isEmpty() ? FeedNames.DEFAULT : feeds)));
  }

  /** The value of an option; those of all variables if the environment sets it. */
  private List<Value> values(String key, OptionSpec option, CommandSpec root)
      throws UsageException {
    Defaults defaults = program.defaults();
    ParseResult parsed = root.commandLine().getParseResult();
    String name = option.longestName();
    Optional<String> given =
        (Defaults.VERBOSITY.contains(name) ? Defaults.VERBOSITY : Set.of(name))
            .stream()
                .filter(n -> parsed.hasMatchedOption(n) || parsed.subcommand().hasMatchedOption(n))
                .findFirst();
    if (given.isPresent()) {
      return List.of(
          new Value(given.get(), masked(key, String.valueOf(option.<Object>getValue()))));
    }
    List<String> variables = defaults.variables(key);
    if (!variables.isEmpty()) {
      Map<String, String> all = program.environment().variables();
      return variables.stream()
          .map(n -> new Value(n, masked(key, all.getOrDefault(n, ""))))
          .toList();
    }
    Optional<Setting> setting = defaults.setting(option);
    return List.of(
        setting.isPresent()
            ? new Value(line(setting.get()), masked(key, defaults.expanded(setting.get().value())))
            : new Value(DEFAULT, standard(key, option)));
  }

  private static String line(Setting setting) {
    return "line " + setting.line();
  }

  private String standard(String key, OptionSpec option) throws UsageException {
    if (key.equals(Defaults.ARCHIVE)) {
      return program.archive().root().toString();
    }
    String initial = String.valueOf(option.initialValue() == null ? "" : option.initialValue());
    if (!initial.isEmpty()) {
      return initial;
    }
    Matcher told = TOLD.matcher(String.join(" ", option.description()));
    return key.equals(Defaults.PROXY) || !told.find()
        ? "none"
        : told.group(1) == null ? told.group(2) : told.group(1);
  }

  /** A value without user and password, however a proxy is written. */
  private static String masked(String key, String value) {
    return key.equals(Defaults.PROXY)
        ? PROXY_USER.matcher(value).replaceFirst("$1***@")
        : URL_USER.matcher(value).replaceAll("$1***@");
  }
}
