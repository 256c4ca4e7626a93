package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.clean.CleaningRules;
import io.github.rfiarchiver.article.clean.ExtractedPage;
import io.github.rfiarchiver.article.clean.PageExtractor;
import io.github.rfiarchiver.article.clean.PageRules;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.feed.CharsetDetector;
import io.github.rfiarchiver.feed.DecodedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clean}: a filter that reads and writes no archive. */
@Command(
    header =
        """
        Cleans a file, a fragment or a page; reads and writes no archive.

          rfi-archiver clean article.txt
          curl -s https://www.rfi.fr/cn/… | rfi-archiver clean

        Prints a file in the seed format in that format, and so the article of a page of
        rfi.fr. Anything else is cleaned as a fragment of HTML.
        """)
final class CleanCommand extends Subcommand {
  private static final String BASE = FeedNames.SITE + "/cn/";

  @Option(
      names = "--print-rules",
      description = "Print the built-in table of junk rules, and exit.")
  private boolean printRules;

  @Option(
      names = "--print-page-rules",
      description = "Print the built-in table of page rules, and exit.")
  private boolean printPageRules;

  @Mixin private final PageOptions cleaning = new PageOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Files; - is standard input, and the default.")
  private final List<String> files = new ArrayList<>();

  @Override
  public Integer call() throws UsageException {
    if (printRules || printPageRules) {
      console().print(printRules ? CleaningRules.builtInTable() : PageRules.builtInTable());
      return ExitStatus.OK.status();
    }
    PageExtractor extractor = cleaning.extractor();
    for (String file : files.isEmpty() ? List.of(DASH) : files) {
      String name = file.equals(DASH) ? Terminal.STANDARD_INPUT : file;
      try {
        byte[] bytes =
            file.equals(DASH)
                ? console().input().readAllBytes()
                : Files.readAllBytes(Path.of(file));
        console().print(cleaned(name, bytes, extractor));
      } catch (MalformedException e) {
        console().loss(name, e.reason());
      } catch (IOException e) {
        console().loss(name, ArchiveException.reasonOf(e));
      } catch (InvalidPathException e) {
        throw new UsageException(file, "is not a path: " + e.getReason());
      } catch (RuntimeException | StackOverflowError e) {
        console().trace(e);
        console().loss(name, "cannot be cleaned: " + e);
      }
    }
    return ExitStatus.OK.status();
  }

  private String cleaned(String name, byte[] bytes, PageExtractor extractor)
      throws MalformedException, UsageException {
    DecodedText decoded = CharsetDetector.decode(bytes, null);
    if (decoded.notice() != null) {
      console().notice(name, decoded.notice());
    }
    String text = decoded.text();
    if (ArticleFile.beginsLikeSeedFormat(text)) {
      return ArticleFile.text(extractor.cleaner().clean(ArticleFile.parse(name, text)));
    }
    return PageExtractor.isPage(text)
        ? ArticleFile.text(article(name, text, extractor))
        : extractor.cleaner().clean(text, FeedNames.url(BASE)) + "\n";
  }

  private Article article(String name, String html, PageExtractor reader)
      throws MalformedException, UsageException {
    ExtractedPage page = reader.read(html, FeedNames.url(BASE), null);
    if (page instanceof ExtractedPage.Empty empty) {
      throw new MalformedException(name, empty.reason());
    }
    if (page instanceof ExtractedPage.Unusable unusable) {
      throw new MalformedException(name, unusable.reason());
    }
    ExtractedPage.Whole whole = (ExtractedPage.Whole) page;
    if (whole.canonical() == null) {
      throw new MalformedException(name, "has no canonical URL (link rel=canonical)");
    }
    if (whole.published() == null) {
      throw new MalformedException(name, "has no date of publication");
    }
    if (whole.notice() != null) {
      console().notice(name, whole.notice());
    }
    return new Article(whole.headline(), whole.canonical(), whole.published(), whole.body());
  }
}
