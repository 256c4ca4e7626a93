package io.github.rfiarchiver.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * An error of the command line in our words: picocli's own name Java types, and have no subject.
 *
 * @param subject the option, argument or command that is wrong
 * @param what what is wrong with it, and what to do
 */
record UsageMessage(String subject, String what) {
  /**
   * The message of an error.
   *
   * @param args the whole command line
   */
  static UsageMessage of(ParameterException e, String... args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    String see = "; see " + name + " --help";
    if (e instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      return word.startsWith("-")
          ? unknownOption(word, command)
          : unexpected(unmatched.getUnmatched(), command);
    }
    if (e instanceof MissingParameterException missing) {
      ArgSpec arg = missing.getMissing().get(0);
      return new UsageMessage(
          arg instanceof OptionSpec option ? option.longestName() : command.getCommandName(),
          "missing " + arg.paramLabel() + see);
    }
    ArgSpec arg = e.getArgSpec();
    if (arg == null && command.getParent() == null) {
      return unknownCommand(args[args.length - 1]); // of picocli's help command
    }
    if (arg instanceof OptionSpec option && arg.type().isEnum()) {
      return unknownFormat(String.valueOf(e.getValue()), option);
    }
    String what = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
    return new UsageMessage("usage", what + see);
  }

  private static UsageMessage unknownOption(String word, CommandLine command) {
    boolean isProgram = command.getParent() == null;
    String name = command.getCommandSpec().qualifiedName();
    String meant =
        Suggestions.question(
            word.replaceFirst("=.*", ""), command.getCommandSpec().optionsMap().keySet());
    String remedy =
        isProgram ? "; options of a command come after its name" : "; see " + name + " --help";
    return new UsageMessage(
        word, "is not an option of " + name + (meant.isEmpty() ? remedy : meant));
  }

  private static UsageMessage unexpected(List<String> words, CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (command.getParent() == null) {
      return unknownCommand(words.get(0));
    }
    String takes = "none";
    for (ArgSpec argument : spec.positionalParameters()) {
      String meant = argument.<String>getValue() + ' ' + String.join(" ", words);
      takes =
          "one "
              + argument.paramLabel()
              + "; did you mean: "
              + spec.qualifiedName()
              + ' '
              + Suggestions.quoted(meant);
    }
    return new UsageMessage(
        words.get(0), "is one argument too many: " + spec.name() + " takes " + takes);
  }

  private static UsageMessage unknownCommand(String word) {
    String meant = Suggestions.question(word, RfiArchiver.commands());
    return new UsageMessage(
        word, "is not a command" + (meant.isEmpty() ? "; see rfi-archiver --help" : meant));
  }

  private static UsageMessage unknownFormat(String word, OptionSpec option) {
    List<String> names = Completion.words(option.completionCandidates());
    String meant = Suggestions.question(word.toLowerCase(Locale.ROOT), names);
    return new UsageMessage(
        option.longestName(), word + " is not one of " + String.join(", ", names) + meant);
  }
}
