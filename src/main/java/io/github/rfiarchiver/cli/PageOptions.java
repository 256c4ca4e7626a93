package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Sha256;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.article.clean.PageRules;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that extract articles from pages, and clean them. */
final class PageOptions extends CleaningOptions {
  @Option(
      names = "--page-rules",
      paramLabel = "FILE",
      description =
          "A table that tells where the parts of an article are on a page; used before the"
              + " built-in one.")
  private @Nullable Path pageRules;

  /**
   * An extractor with the rules of the options, else with the built-in ones.
   *
   * @throws UsageException if a file of rules cannot be read or understood
   */
  PageExtractor extractor() throws UsageException {
    try {
      return new PageExtractor(cleaner(), PageRules.parse(String.valueOf(pageRules), ownTable()));
    } catch (MalformedException e) {
      throw new UsageException("--page-rules", e);
    }
  }

  /** The digest of all tables: {@code sha256:} and the hex digits of SHA-256. */
  String digest() throws UsageException {
    String all = String.join("\0", rulesTable(), ownTable(), PageRules.builtInTable());
    return "sha256:" + HexFormat.of().formatHex(Sha256.of(all));
  }

  /** The text of the table that is named; empty if none is. */
  private String ownTable() throws UsageException {
    return pageRules == null ? "" : table("--page-rules", pageRules);
  }
}
