package io.github.rfiarchiver.cli;

import static java.util.stream.Collectors.joining;

import io.github.rfiarchiver.cli.ConfigFile.Setting;
import io.github.rfiarchiver.cli.output.Environment;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code config}: shows every value in force and where it comes from. */
@Command(
    header = {
      "Shows where the configuration is, every value in force and where it comes from.",
      "",
      "  rfi-archiver config",
      "  rfi-archiver config | grep -v -w default     what is set",
      "",
      "One line a key: key, source, value; in a pipe, tabs separate them. The source is",
      "flag (the command line), a variable of the environment, a line of the file, or",
      "default. Of a proxy, user and password are shown as ***.",
      ""
    })
final class ConfigCommand extends Subcommand {
  /** Where a description tells a default that is not the value of the field. */
  private static final Pattern TOLD = Pattern.compile("[Dd]efault: ([^).]+)|(\\w+) \\(default\\)");

  /** Of a proxy, with or without a scheme: all up to the host, whatever the password holds. */
  private static final Pattern PROXY_USER = Pattern.compile("^(\\w+://)?.*@");

  private static final Pattern URL_USER = Pattern.compile("(\\w+://)[^/?#]*@");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws UsageException {
    Environment environment = program.environment;
    Defaults defaults = program.defaults;
    String archive = program.archive().root().toString();
    boolean exists = ConfigFile.find(environment).isPresent();
    print("file", exists ? "found" : "none", ConfigFile.place(environment));
    print(
        Defaults.FEEDS,
        defaults.setting(Defaults.FEEDS).map(Setting::source).orElse("default"),
        String.join(" ", defaults.feeds().isEmpty() ? FeedNames.DEFAULT : defaults.feeds()));
    Defaults.keys(spec.root())
        .forEach(
            (key, options) -> {
              if (key.contains(".")) {
                return; // shown with the others of its name
              }
              List<Value> values = options.stream().map(option -> value(option, archive)).toList();
              boolean isOne = Defaults.areOne(options) && Set.copyOf(values).size() == 1;
              for (int i = 0; i < (isOne ? 1 : options.size()); i++) {
                String shown = isOne ? key : Defaults.qualified(options.get(i));
                print(shown, values.get(i).source(), values.get(i).text());
              }
            });
    return ExitStatus.OK.status();
  }

  private void print(String key, String source, String value) {
    String form = program.console.isTerminal() ? "%-18s%-13s%s\n" : "%s\t%s\t%s\n";
    String shown = URL_USER.matcher(value).replaceAll("$1***@");
    program.console.print(String.format(Locale.ROOT, form, key, source, shown));
  }

  /** A value in force, and where it comes from. */
  private record Value(String source, String text) {}

  private Value value(OptionSpec option, String archive) {
    Defaults defaults = program.defaults;
    ParseResult parsed = option.command().root().commandLine().getParseResult();
    String name = option.longestName();
    List<String> variables = defaults.variables(Defaults.key(option));
    boolean isGiven =
        Defaults.VERBOSITY.contains(name)
            ? program.saysHowMuch()
            : parsed.hasMatchedOption(name) || parsed.subcommand().hasMatchedOption(name);
    if (isGiven) {
      return new Value("flag", text(option.getValue()));
    }
    if (!variables.isEmpty()) {
      return new Value(
          String.join(" ", variables),
          variables.stream()
              .map(n -> masked(option, program.environment.variable(n)))
              .collect(joining(" ")));
    }
    return defaults
        .setting(option)
        .map(
            setting ->
                new Value(setting.source(), masked(option, defaults.expanded(setting.value()))))
        .orElseGet(
            () -> new Value("default", name.equals("--archive") ? archive : standard(option)));
  }

  /** A value as it is written on the command line. */
  private static String text(Object value) {
    return value instanceof Collection<?> all
        ? all.stream().map(String::valueOf).collect(joining(","))
        : String.valueOf(value);
  }

  private static String masked(OptionSpec option, String value) {
    return isProxy(option) ? PROXY_USER.matcher(value).replaceFirst("$1***@") : value;
  }

  private static boolean isProxy(OptionSpec option) {
    return Defaults.key(option).equals(Defaults.PROXY);
  }

  /** The default of an option: of its field, else as its description tells. */
  private static String standard(OptionSpec option) {
    Matcher told = TOLD.matcher(String.join(" ", option.description()));
    Object initial = option.initialValue();
    return initial != null && !initial.equals("")
        ? text(initial)
        : told.find() && !isProxy(option)
            ? told.group(1) == null ? told.group(2) : told.group(1)
            : "none";
  }
}
