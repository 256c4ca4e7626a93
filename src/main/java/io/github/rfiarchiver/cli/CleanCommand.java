package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFile;
import io.github.rfiarchiver.article.Address;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleCleaner;
import io.github.rfiarchiver.article.ArticleTooComplexException;
import io.github.rfiarchiver.article.Page;
import io.github.rfiarchiver.article.PageReader;
import io.github.rfiarchiver.cli.Options.Arguments;
import io.github.rfiarchiver.feed.StrictDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code clean}: a filter that touches no archive. */
final class CleanCommand extends ArchiverCommand {
  private static final String SITE = "https://www.rfi.fr/cn/";

  private final CleaningOptions cleaning = new CleaningOptions(options);

  private final Arguments files =
      options.arguments(0, "FILE", "Files; without any, or for -, standard input.");

  CleanCommand(RfiArchiver program) {
    super(
        program,
        "clean",
        "Cleans a file, a fragment or a page; touches no archive.",
        "",
        "  rfi-archiver clean article.txt",
        "  curl -s https://www.rfi.fr/cn/… | rfi-archiver clean",
        "",
        "A file in the seed format comes out in it; so does the article of a page of",
        "rfi.fr. Anything else is taken for a fragment of HTML.",
        "");
  }

  @Override
  public Integer call() throws UsageException {
    ArticleCleaner cleaner = cleaning.cleaner();
    boolean all = true;
    for (String file : files.get().isEmpty() ? List.of("-") : files.get()) {
      String name = file.equals("-") ? "standard input" : file;
      try {
        byte[] bytes =
            file.equals("-")
                ? program.surroundings().in().readAllBytes()
                : Files.readAllBytes(Path.of(file));
        program.console().print(cleaned(name, bytes, cleaner));
      } catch (Unusable | MalformedException e) {
        String reason =
            e instanceof MalformedException m ? m.reason() : String.valueOf(e.getMessage());
        program.console().failure(name, reason);
        all = false;
      } catch (ArticleTooComplexException e) {
        program.console().failure(name, e.reason());
        all = false;
      } catch (IOException e) {
        program.console().failure(name, ArchiveException.reason(e));
        all = false;
      } catch (InvalidPathException e) {
        throw new UsageException(file, "is no path: " + e.getReason());
      } catch (RuntimeException | StackOverflowError e) {
        program.console().trace(e);
        program.console().failure(name, "cannot be cleaned: " + e);
        all = false;
      }
    }
    return (all ? ExitCode.OK : ExitCode.FAILED).status();
  }

  private String cleaned(String name, byte[] bytes, ArticleCleaner cleaner)
      throws Unusable, MalformedException, ArticleTooComplexException {
    String text =
        StrictDecoder.decode(bytes, Optional.empty())
            .orElseThrow(() -> new Unusable("is in no encoding that fits"));
    if (ArticleFile.opensLikeOne(text)) {
      return ArticleFile.text(SeedFiles.cleaned(ArticleFile.parse(name, text), cleaner));
    }
    return PageReader.isPage(text)
        ? ArticleFile.text(article(text, new PageReader(cleaner)))
        : cleaner.clean(text, site()) + "\n";
  }

  private Article article(String html, PageReader reader) throws Unusable {
    Page page = reader.read(html, site());
    if (page instanceof Page.Unusable unusable) {
      throw new Unusable(unusable.reason());
    }
    Page.Whole whole = (Page.Whole) page;
    return new Article(
        whole.headline(),
        whole
            .canonical()
            .orElseThrow(() -> new Unusable("names no address of its own (link rel=canonical)")),
        whole.published().orElseThrow(() -> new Unusable("names no date of publication")),
        whole.body());
  }

  private static Address site() {
    try {
      return Address.of(SITE);
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says why an input cannot be cleaned. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String reason) {
      super(reason);
    }
  }
}
