package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.clean.ArticleCleaner;
import io.github.rfiarchiver.article.clean.CleaningRules;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.article.clean.PageRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that clean articles. */
final class CleaningOptions {
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "The table of junk rules to use in place of the built-in one.")
  private @Nullable Path rules;

  @Option(
      names = "--page-rules",
      paramLabel = "FILE",
      description =
          "A table that tells where the parts of an article are on a page; used before the"
              + " built-in ones.")
  private @Nullable Path pageRules;

  /**
   * An extractor with the rules of the options, else with the built-in ones.
   *
   * @throws UsageException if a file of rules cannot be read or understood
   */
  PageExtractor extractor() throws UsageException {
    ArticleCleaner cleaner = cleaner();
    if (pageRules == null) {
      return new PageExtractor(cleaner);
    }
    try {
      String table = Files.readString(pageRules);
      return new PageExtractor(cleaner, PageRules.parse(pageRules.toString(), table));
    } catch (IOException e) {
      throw new UsageException("--page-rules", pageRules.toString(), ArchiveException.reason(e));
    } catch (MalformedException e) {
      throw new UsageException("--page-rules", e);
    }
  }

  /**
   * A cleaner with the rules of the options, else with the built-in ones.
   *
   * @throws UsageException if the file of rules cannot be read or understood
   */
  ArticleCleaner cleaner() throws UsageException {
    if (rules == null) {
      return new ArticleCleaner(CleaningRules.builtIn());
    }
    try {
      return new ArticleCleaner(CleaningRules.parse(rules.toString(), Files.readString(rules)));
    } catch (IOException e) {
      throw new UsageException("--rules", rules.toString(), ArchiveException.reason(e));
    } catch (MalformedException e) {
      throw new UsageException("--rules", e);
    }
  }
}
