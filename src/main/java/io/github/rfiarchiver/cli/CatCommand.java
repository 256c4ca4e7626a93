package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.reading.ArchivedText;
import io.github.rfiarchiver.reading.Format;
import io.github.rfiarchiver.reading.Selection;
import io.github.rfiarchiver.reading.SelectorException;
import io.github.rfiarchiver.reading.Selectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code cat}: the articles themselves. */
@Command(
    name = "cat",
    header = {
      "Prints articles: all, or those that selectors and filters name.",
      "",
      "  rfi-archiver cat b81ed                     by the beginning of a key",
      "  rfi-archiver cat 2023-10-28 --width 72     of a day, in lines of 72 columns",
      "  rfi-archiver cat --since 7d --format json | jq -r .text",
      "  rfi-archiver list --paths | shuf -n 3 | rfi-archiver cat -",
      ""
    },
    mixinStandardHelpOptions = true)
final class CatCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  /** The longest lines that are given to a reader who has not asked for longer ones. */
  private static final int READABLE = 80;

  @ParentCommand private @Nullable RfiArchiver program;

  @Parameters(
      paramLabel = "SELECTOR",
      description =
          "A path, a key or the beginning of one, an address, a day or a month; - reads selectors"
              + " from standard input, one a line. Without any: all articles.")
  private List<String> selectors = new ArrayList<>();

  @Mixin private SelectionOptions options = new SelectionOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "${COMPLETION-CANDIDATES} (default: text).")
  private Format format = Format.TEXT;

  @Option(
      names = "--width",
      paramLabel = "N",
      description =
          "Lines of text take at most so many columns, a Chinese character two; 0: each paragraph"
              + " on one line. Default: 0; on a terminal its width, at most 80.")
  private @Nullable Integer width;

  @Option(
      names = {"-0", "--null"},
      description = "With -: each selector ends in NUL, as list --paths -0 prints them.")
  private boolean nul;

  @Override
  public Integer call() throws UsageException, MissingArchiveException, ArchiveException {
    RfiArchiver parent = Objects.requireNonNull(program);
    Console console = parent.console();
    Instant now = parent.surroundings().clock().instant();
    Selection selection = options.selection(now);
    OptionalInt columns = columns(console);
    if (nul && !selectors.contains(STANDARD_INPUT)) {
      throw new UsageException("--null", "goes with -, which reads selectors");
    }
    Archive archive = parent.existingArchive();
    Printout printout = new Printout(console);
    try (ArticlePrinter printer = new ArticlePrinter(console, format, columns)) {
      Function<ArchivedText, Runnable> step =
          text ->
              printout.step(
                  text,
                  whole -> {
                    ArticlePrinter.Rendered article =
                        printer.rendered(whole.article(), whole.name());
                    return () -> printer.print(article);
                  });
      if (selectors.isEmpty()) {
        printout.print(selection.texts(archive, step));
      } else {
        Selectors.Found found =
            Selectors.find(archive, selection, selectors(parent, printout), now);
        for (SelectorException failure : found.failures()) {
          printout.failed(failure.selector(), reason(failure));
        }
        printout.print(selection.texts(archive, found.names(), step));
      }
    }
    return printout.exitCode().status();
  }

  private OptionalInt columns(Console console) throws UsageException {
    if (width != null && width < 0) {
      throw new UsageException("--width", width + " is below zero");
    }
    int columns =
        width != null ? width : console.isTerminal() ? Math.min(READABLE, console.columns()) : 0;
    return columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
  }

  private List<String> selectors(RfiArchiver parent, Printout printout) {
    List<String> all = new ArrayList<>();
    for (String selector : selectors) {
      if (selector.equals(STANDARD_INPUT)) {
        try (InputStream in = parent.surroundings().in()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          for (String line : text.split(nul ? "\0" : "\r?\n")) {
            if (!line.isEmpty()) {
              all.add(line);
            }
          }
        } catch (IOException e) {
          printout.failed("standard input", ArchiveException.reason(e));
        }
      } else {
        all.add(selector);
      }
    }
    return all;
  }

  private static String reason(SelectorException failure) {
    return String.valueOf(failure.getMessage()).substring(failure.selector().length() + 2);
  }
}
