package io.github.rfiarchiver.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The keys by which the configuration names the options of all commands. */
final class OptionKeys {
  private OptionKeys() {}

  /** The long name of an option without its hyphens. */
  static String key(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  /** A key with its command: {@code fetch.limit}. */
  static String qualified(OptionSpec option) {
    return option.command().name() + '.' + key(option);
  }

  /** Whether the configuration may set an option. */
  static boolean isKey(OptionSpec option) {
    return !option.inherited() && !option.usageHelp() && !option.versionHelp();
  }

  /** Options with the same description are the same option. */
  static boolean areOne(List<OptionSpec> options) {
    return options.stream().map(o -> List.of(o.description())).distinct().count() < 2;
  }

  /** The options of all keys: of a long name, and of a command and its long name. */
  static SortedMap<String, List<OptionSpec>> keys(CommandLine program) {
    SortedMap<String, List<OptionSpec>> keys = new TreeMap<>();
    Stream.concat(Stream.of(program), program.getSubcommands().values().stream())
        .flatMap(command -> command.getCommandSpec().options().stream())
        .filter(OptionKeys::isKey)
        .forEach(
            option -> {
              keys.computeIfAbsent(key(option), key -> new ArrayList<>()).add(option);
              keys.put(qualified(option), List.of(option));
            });
    return keys;
  }
}
