package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.CleaningRules;
import io.github.rfiarchiver.article.MalformedRulesException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How articles are cleaned. */
final class CleaningOptions {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "A table of what counts as junk, in place of the built-in one.")
  private @Nullable Path rules;

  ArticleCleaner cleaner() throws UsageException {
    if (rules == null) {
      return new ArticleCleaner(CleaningRules.builtIn());
    }
    try {
      return new ArticleCleaner(CleaningRules.parse(rules.toString(), Files.readString(rules)));
    } catch (IOException e) {
      throw new UsageException(rules.toString(), ArchiveException.reason(e));
    } catch (MalformedRulesException e) {
      throw new UsageException(e.source(), "line " + e.line() + ": " + e.reason());
    }
  }
}
