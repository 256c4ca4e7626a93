package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.article.ArticleUrl;
import picocli.CommandLine.Option;

/** The site whose lists are read. */
final class SiteOption {
  @Option(
      names = "--site",
      paramLabel = "URL",
      description = "The site whose robots.txt and lists are read (default: ${DEFAULT-VALUE}).")
  private String site = FeedNames.SITE;

  ArticleUrl site() throws UsageException {
    return FeedNames.url("--site", site);
  }
}
