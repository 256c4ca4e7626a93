package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.CleaningRules;
import io.github.rfiarchiver.cli.Options.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How articles are cleaned. */
final class CleaningOptions {
  private final Value<Path> rules;

  CleaningOptions(Options options) {
    rules =
        options.value(
            "--rules",
            Path.class,
            "FILE",
            "A table of what counts as junk, in place of the built-in one.");
  }

  ArticleCleaner cleaner() throws UsageException {
    if (rules.get().isEmpty()) {
      return new ArticleCleaner(CleaningRules.builtIn());
    }
    Path table = rules.get().get();
    try {
      return new ArticleCleaner(CleaningRules.parse(table.toString(), Files.readString(table)));
    } catch (IOException e) {
      throw new UsageException(table.toString(), ArchiveException.reason(e));
    } catch (MalformedException e) {
      throw new UsageException(e.subject(), e.reason());
    }
  }
}
