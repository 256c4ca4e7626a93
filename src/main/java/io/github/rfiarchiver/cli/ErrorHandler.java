package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArchiveLockedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Runs the parsed command. The one place where errors become messages and exit statuses.
 *
 * @param broken what is wrong with the configuration, which fails every command, but not the help
 */
record ErrorHandler(RfiArchiver program, @Nullable UsageException broken)
    implements IExecutionStrategy, IParameterExceptionHandler, IExecutionExceptionHandler {
  /** By the exact type of the cause: the disk's own errors have no type of their own. */
  private static final Map<Class<?>, String> REMEDIES =
      Map.of(
          AccessDeniedException.class, "check its permissions",
          FileAlreadyExistsException.class, "move it away",
          FileSystemException.class, "check the disk",
          IOException.class, "check the disk");

  @Override
  public int execute(ParseResult parsed) {
    CommandLine help = parsed.commandSpec().commandLine();
    program.setUp(help);
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    for (CommandLine command : parsed.asCommandLineList()) {
      for (ArgSpec arg : command.getParseResult().matchedArgs()) {
        if (arg.stringValues().contains("")) { // of a variable that is not set
          String name = arg instanceof OptionSpec o ? o.longestName() : command.getCommandName();
          String subject = arg.isOption() ? name : "";
          return wrong(subject, "is empty; write " + name + " " + arg.paramLabel());
        }
      }
    }
    return broken == null ? new CommandLine.RunLast().execute(parsed) : refused(broken);
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    ArgSpec arg = e instanceof OverwrittenOptionException o ? o.getOverwritten() : e.getArgSpec();
    if (!(arg instanceof OptionSpec option) || e instanceof MissingParameterException) {
      return wrong(e, args);
    }
    UsageException wrong = new UsageException(option.longestName(), whyNot(option, e));
    return refused(program.configuration.located(wrong, option, e.getValue()));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    program.console.trace(e);
    if (e instanceof UsageException usage) {
      return refused(program.configuration.located(usage, command.getParseResult()));
    }
    return ended(e).status();
  }

  private int refused(UsageException e) {
    return wrong(e.subject(), e.reason());
  }

  private ExitStatus ended(Exception e) {
    if (e instanceof ArchiverException error) {
      program.console.failure(error.subject(), error.reason() + advice(error));
      return error instanceof ArchiveLockedException
          ? ExitStatus.LOCKED
          : error instanceof ArchiveException ? ExitStatus.ARCHIVE : ExitStatus.FAILED;
    }
    if (e instanceof UncheckedIOException) {
      return ended(ArchiveException.on(Path.of("archive"), e));
    }
    if (e instanceof InterruptedException) {
      return ExitStatus.INTERRUPTED;
    }
    program.console.failure(
        "internal error", e + "; please report it with your command line and the output of -v");
    return ExitStatus.FAILED;
  }

  /** What to do where the system denies access (another owner, a file), or a disk fails. */
  private static String advice(ArchiverException e) {
    String remedy = e.getCause() == null ? null : REMEDIES.get(e.getCause().getClass());
    return e instanceof ArchiveException && remedy != null
        ? "; " + remedy + ", or name another folder with --archive or RFI_ARCHIVE"
        : "";
  }

  /**
   * Reports an error of the command line in our words: picocli's own name Java types, and have no
   * subject.
   */
  private int wrong(ParameterException e, String... args) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    boolean isProgram = command.parent() == null;
    String see = "; see " + command.qualifiedName() + " --help";
    for (String word : e.getCommandLine().getUnmatchedArguments()) {
      for (String typed : args) { // of -limit, picocli takes -l and says -imit
        if (word.matches("-.+") && typed.startsWith("-") && typed.endsWith(word.substring(1))) {
          return unknownOption(typed, command, see); // also where a missing one is misspelled
        }
      }
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      List<String> words = unmatched.getUnmatched();
      return isProgram ? unknownCommand(words.get(0)) : unexpected(words, command);
    }
    if (e instanceof MissingParameterException missing) {
      ArgSpec arg = missing.getMissing().get(0);
      String subject = arg instanceof OptionSpec option ? option.longestName() : command.name();
      return wrong(subject, "missing " + arg.paramLabel() + see);
    }
    if (e.getArgSpec() == null && isProgram) {
      return unknownCommand(args[args.length - 1]); // of picocli's help command
    }
    return wrong("usage", String.valueOf(e.getMessage()).replaceFirst("\\.$", "") + see);
  }

  private int unknownOption(String word, CommandSpec command, String see) {
    String hint = Suggestions.question(word.replaceFirst("=.*", ""), command.optionsMap().keySet());
    String remedy = command.parent() == null ? "; options of a command come after its name" : see;
    return wrong(
        word, "is not an option of " + command.qualifiedName() + (hint.isEmpty() ? remedy : hint));
  }

  private int unexpected(List<String> words, CommandSpec command) {
    String takes = "none";
    for (PositionalParamSpec argument : command.positionalParameters()) {
      String all = argument.<String>getValue() + ' ' + String.join(" ", words);
      takes = "one " + argument.paramLabel() + "; did you mean " + Suggestions.quoted(all) + "?";
    }
    return wrong(words.get(0), "is one argument too many: " + command.name() + " takes " + takes);
  }

  private int unknownCommand(String word) {
    String meant =
        FeedNames.builtIn().contains(word)
            ? "; did you mean: " + program.line("fetch", word)
            : word.contains("://")
                ? "; did you mean: " + program.line("add", word)
                : Suggestions.question(word, RfiArchiver.commands());
    return wrong(
        word, "is not a command" + (meant.isEmpty() ? "; see rfi-archiver --help" : meant));
  }

  /** Why an option does not take a value; picocli's own message names a Java type. */
  private static String whyNot(OptionSpec option, ParameterException e) {
    String value = String.valueOf(e.getValue());
    if (e instanceof OverwrittenOptionException) {
      return "is given more than once";
    }
    if (option.auxiliaryTypes()[0].isEnum()) {
      List<String> names = new ArrayList<>();
      option.completionCandidates().forEach(names::add);
      String meant = Suggestions.question(value, names);
      return value + " is not one of " + String.join(", ", names) + meant;
    }
    boolean isFlag = option.arity().max() == 0;
    String what = isFlag ? "neither true nor false" : "not a whole number, or is too large";
    return "'" + value + "' is " + what;
  }

  private int wrong(String subject, String what) {
    program.console.refusal(subject, what); // with times as they are typed
    return ExitStatus.USAGE.status();
  }
}
