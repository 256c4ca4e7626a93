package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.render.HtmlRenderer;
import io.github.rfiarchiver.article.render.TextRenderer;
import io.github.rfiarchiver.cli.output.ArticlePrinter;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.ArticleFilter;
import io.github.rfiarchiver.query.Format;
import io.github.rfiarchiver.query.SelectorResolver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cat}: prints articles. */
@Command(
    header =
        """
        Prints articles: all, or those that selectors and filters choose.

          rfi-archiver cat 96798                     by the beginning of a key
          rfi-archiver cat 2023-10-28 --width 72     a day, in lines of 72 columns
          rfi-archiver cat --since 7d --format json | jq -r .text
          rfi-archiver list --paths | shuf -n 3 | rfi-archiver cat -
        """)
final class CatCommand extends ReadingCommand {
  /** The widest lines on a terminal by default, in columns. */
  private static final int READABLE = 80;

  static final String WIDTHS = "0; on a terminal its width, at most " + READABLE;

  @Parameters(
      arity = "0..*",
      paramLabel = "SELECTOR",
      description =
          "A path, a key or the beginning of one, a URL, a date, or a folder of the archive; - reads selectors"
              + " from standard input, one a line. Default: all articles.")
  private final List<String> selectors = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: text).")
  private Format format = Format.TEXT;

  @Option(
      names = "--width",
      paramLabel = "N",
      description =
          "Wrap text at N columns; a Chinese character takes two. 0: each paragraph"
              + (" on one line. Default: " + WIDTHS + "."))
  private @Nullable Integer width;

  @Option(
      names = {"-0", "--null"},
      description = "With -: each selector ends in NUL, as list --paths -0 prints it.")
  private boolean nul;

  @Override
  public Integer call() throws ArchiverException {
    ArticleFilter selection = selection();
    int columns = columns();
    if (isGiven("--null") && !selectors.contains(DASH)) {
      throw new UsageException("--null", "needs -, which reads selectors");
    }
    Archive archive = program.archiveToPrint();
    Stream<ArticleFileName> names =
        selectors.isEmpty()
            ? selection.names(archive)
            : SelectorResolver.find(
                archive, selection, selectors(), clock(), e -> failed(e.subject(), e.reason()))
                .stream();
    List<HtmlRenderer.Heading> contents = List.of();
    if (format == Format.HTML) { // its contents come first, so the files are read twice
      List<ArticleFileName> all = names.distinct().toList(); // each is an anchor
      contents =
          selection
              .texts(archive, all.stream(), text -> text)
              .filter(SavedText.Whole.class::isInstance)
              .limit(limit())
              .map(text -> Format.heading((SavedText.Whole) text))
              .toList();
      names = all.stream();
    }
    try (ArticlePrinter printer = new ArticlePrinter(console(), format, columns, contents)) {
      print(selection.texts(archive, names, text -> step(text, printer::step)));
    }
    return ended(archive).status();
  }

  private int columns() throws UsageException {
    if (width == null) {
      return console().isTerminal()
          ? Math.min(READABLE, console().columns())
          : TextRenderer.UNLIMITED;
    }
    if (width < 0) {
      throw new UsageException("--width", width + " is below zero");
    }
    return width;
  }

  private List<String> selectors() {
    List<String> all = new ArrayList<>();
    for (String selector : selectors) {
      if (selector.equals(DASH)) {
        try { // not closed: a second - finds its end
          byte[] bytes = console().input().readAllBytes();
          String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
          for (String line : text.split(nul ? "\0" : "\r?\n")) {
            if (!line.isEmpty()) {
              all.add(line);
            }
          }
        } catch (IOException e) {
          failed(Terminal.STANDARD_INPUT, ArchiveException.reasonOf(e));
        }
      } else {
        all.add(selector);
      }
    }
    return all;
  }
}
