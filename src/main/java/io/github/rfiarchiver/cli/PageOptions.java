package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.article.clean.PageRules;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How articles are extracted from pages, and cleaned. */
final class PageOptions extends CleaningOptions {
  @Option(
      names = "--page-rules",
      paramLabel = "FILE",
      description =
          "A table of where the parts of an article are on a page; its lines come before the"
              + " built-in ones.")
  private @Nullable Path pageRules;

  /**
   * An extractor with the rules that are named, else with the built-in ones.
   *
   * @throws UsageException where a file of rules cannot be read or understood
   */
  PageExtractor extractor() throws UsageException {
    if (pageRules == null) {
      return new PageExtractor(cleaner());
    }
    try {
      String table = table("--page-rules", pageRules);
      return new PageExtractor(cleaner(), PageRules.parse(pageRules.toString(), table));
    } catch (MalformedException e) {
      throw new UsageException("--page-rules", e);
    }
  }

  /** The digest of all tables: {@code sha256:} and the hex digits of SHA-256. */
  String digest() throws UsageException {
    String own = pageRules == null ? "" : table("--page-rules", pageRules);
    String all = String.join("\0", rulesTable(), own, PageRules.builtInTable());
    try {
      byte[] bytes = all.getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
