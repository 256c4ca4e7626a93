package io.github.rfiarchiver.cli;

import static java.util.stream.Collectors.joining;

import io.github.rfiarchiver.cli.Configuration.Setting;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;

/** {@code config}: shows every value in force and where it comes from. */
@Command(
    header =
        """
        Shows where the configuration is, every value in force and where it comes from.

          rfi-archiver config
          rfi-archiver config | grep -v -w default     what is set

        One line a key: key, source, value; in a pipe, tabs separate them. The source is
        flag (the command line), a variable of the environment, a line of the file, or
        default. Of a proxy, user and password are shown as ***.
        """)
final class ConfigCommand extends Subcommand {
  private static final String DEFAULT = "default";

  /** The defaults that no field holds. */
  private static final Map<String, String> IN_WORDS =
      Map.of(
          "backfill.until", BackfillCommand.TOMORROW,
          "max-time", NetworkCommand.MAX_TIMES,
          "rate", RateOption.RATES,
          "rules", CleaningOptions.BUILT_IN,
          "width", CatCommand.WIDTHS);

  /** Of a proxy, with or without a scheme: all up to the host, whatever the password holds. */
  private static final Pattern PROXY_USER = Pattern.compile("^(\\w+://)?.*@");

  private static final Pattern URL_USER = Pattern.compile("(\\w+://)[^/?#]*@");

  /** A value in force, and where it comes from. */
  private record Value(String source, String text) {}

  @Override
  public Integer call() throws UsageException {
    Configuration configuration = program.configuration;
    String archive = program.archive().root().toString();
    print("file", new Value(configuration.exists() ? "found" : "none", configuration.path()));
    List<String> feeds = configuration.feeds();
    String source = configuration.setting(Configuration.FEEDS).map(Setting::source).orElse(DEFAULT);
    print(
        Configuration.FEEDS,
        new Value(source, String.join(" ", feeds.isEmpty() ? FeedNames.DEFAULT : feeds)));
    OptionKeys.keys(spec.root().commandLine())
        .forEach(
            (key, options) -> {
              if (key.contains(".")) {
                return; // shown with the others of its name
              }
              List<Value> values = options.stream().map(option -> value(option, archive)).toList();
              if (OptionKeys.areOne(options) && Set.copyOf(values).size() == 1) {
                print(key, values.get(0));
              } else {
                options.forEach(o -> print(OptionKeys.qualified(o), value(o, archive)));
              }
            });
    return ExitStatus.OK.status();
  }

  private void print(String key, Value value) {
    String form = console().isTerminal() ? "%-18s%-13s%s\n" : "%s\t%s\t%s\n";
    String shown = URL_USER.matcher(value.text()).replaceAll("$1***@");
    console().print(String.format(Locale.ROOT, form, key, value.source(), shown));
  }

  private Value value(OptionSpec option, String archive) {
    Configuration configuration = program.configuration;
    String name = option.longestName();
    List<String> variables = configuration.variables(OptionKeys.key(option));
    boolean isGiven =
        Configuration.VERBOSITY.contains(name)
            ? program.saysHowMuch()
            : isGiven(name) || spec.root().commandLine().getParseResult().hasMatchedOption(name);
    if (isGiven) {
      return new Value("flag", text(option.getValue()));
    }
    if (!variables.isEmpty()) {
      return new Value(
          String.join(" ", variables),
          variables.stream()
              .map(variable -> masked(option, program.environment.variable(variable)))
              .collect(joining(" ")));
    }
    return configuration
        .setting(option)
        .map(set -> new Value(set.source(), masked(option, configuration.expanded(set.value()))))
        .orElseGet(() -> new Value(DEFAULT, name.equals("--archive") ? archive : standard(option)));
  }

  /** A value as it is written on the command line. */
  private static String text(Object value) {
    return value instanceof Collection<?> all
        ? all.stream().map(String::valueOf).collect(joining(","))
        : String.valueOf(value);
  }

  private static String masked(OptionSpec option, String value) {
    return option.longestName().equals("--proxy")
        ? PROXY_USER.matcher(value).replaceFirst("$1***@")
        : value;
  }

  /** The default of an option: of its field, else in words. */
  private static String standard(OptionSpec option) {
    Object initial = option.initialValue();
    return initial != null && !initial.equals("")
        ? text(initial)
        : IN_WORDS.getOrDefault(
            OptionKeys.qualified(option), IN_WORDS.getOrDefault(OptionKeys.key(option), "none"));
  }
}
