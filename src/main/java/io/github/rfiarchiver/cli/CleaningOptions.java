package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.CleaningRules;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that clean articles. */
class CleaningOptions {
  static final String BUILT_IN = "the built-in one";

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "The table of junk rules to use (default: " + BUILT_IN + ").")
  private @Nullable Path rules;

  /**
   * A cleaner with the rules of the options, else with the built-in ones.
   *
   * @throws UsageException if the file of rules cannot be read or understood
   */
  ArticleCleaner cleaner() throws UsageException {
    try {
      return new ArticleCleaner(
          rules == null
              ? CleaningRules.builtIn()
              : CleaningRules.parse(rules.toString(), rulesTable()));
    } catch (MalformedException e) {
      throw new UsageException("--rules", e);
    }
  }

  /** The text of the table that is named, else of the built-in one. */
  String rulesTable() throws UsageException {
    return rules == null ? CleaningRules.builtInTable() : table("--rules", rules);
  }

  static String table(String option, Path file) throws UsageException {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new UsageException(option, file.toString(), "is not UTF-8");
    } catch (IOException e) {
      throw new UsageException(option, file.toString(), ArchiveException.reasonOf(e));
    }
  }
}
