package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.cli.Options.Arguments;
import io.github.rfiarchiver.cli.Options.Flag;
import io.github.rfiarchiver.cli.Options.Setting;
import io.github.rfiarchiver.cli.Options.Value;
import io.github.rfiarchiver.reading.ArchivedText;
import io.github.rfiarchiver.reading.Format;
import io.github.rfiarchiver.reading.Selection;
import io.github.rfiarchiver.reading.Selectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** {@code cat}: the articles themselves. */
final class CatCommand extends ArchiverCommand {
  private static final String STANDARD_INPUT = "-";

  /** The longest lines that are given to a reader who has not asked for longer ones. */
  private static final int READABLE = 80;

  private final Arguments selectors =
      options.arguments(
          0,
          "SELECTOR",
          "A path, a key or the beginning of one, an address, a day or a month; - reads selectors"
              + " from standard input, one a line. Without any: all articles.");

  private final SelectionOptions filters = new SelectionOptions(options);

  private final Setting<Format> format =
      options.setting(
          "--format", Format.class, "text", "FORMAT", "${COMPLETION-CANDIDATES} (default: text).");

  private final Value<Integer> width =
      options.value(
          "--width",
          Integer.class,
          "N",
          "Lines of text take at most so many columns, a Chinese character two; 0: each paragraph"
              + " on one line. Default: 0; on a terminal its width, at most 80.");

  private final Flag nul =
      options.flag(
          "-0, --null", "With -: each selector ends in NUL, as list --paths -0 prints them.");

  CatCommand(RfiArchiver program) {
    super(
        program,
        "cat",
        "Prints articles: all, or those that selectors and filters name.",
        "",
        "  rfi-archiver cat b81ed                     by the beginning of a key",
        "  rfi-archiver cat 2023-10-28 --width 72     of a day, in lines of 72 columns",
        "  rfi-archiver cat --since 7d --format json | jq -r .text",
        "  rfi-archiver list --paths | shuf -n 3 | rfi-archiver cat -",
        "");
  }

  @Override
  public Integer call() throws UsageException, ArchiveException {
    Console console = program.console();
    Instant now = program.surroundings().clock().instant();
    Selection selection = filters.selection(now);
    OptionalInt columns = columns(console);
    if (nul.isSet() && !selectors.get().contains(STANDARD_INPUT)) {
      throw new UsageException("--null", "goes with -, which reads selectors");
    }
    Archive archive = program.existingArchive();
    Printout printout = new Printout(console);
    try (ArticlePrinter printer = new ArticlePrinter(console, format.get(), columns)) {
      Function<ArchivedText, Runnable> step =
          text ->
              printout.step(
                  text,
                  whole -> {
                    ArticlePrinter.Rendered article =
                        printer.rendered(whole.article(), whole.name());
                    return () -> printer.print(article);
                  });
      if (selectors.get().isEmpty()) {
        printout.print(selection.texts(archive, step));
      } else {
        Selectors.Found found = Selectors.find(archive, selection, selectors(printout), now);
        for (MalformedException failure : found.failures()) {
          printout.failed(failure.subject(), failure.reason());
        }
        printout.print(selection.texts(archive, found.names(), step));
      }
    }
    return printout.exitCode().status();
  }

  private OptionalInt columns(Console console) throws UsageException {
    Optional<Integer> given = width.get();
    if (given.isPresent() && given.get() < 0) {
      throw new UsageException("--width", given.get() + " is below zero");
    }
    int columns = given.orElse(console.isTerminal() ? Math.min(READABLE, console.columns()) : 0);
    return columns == 0 ? OptionalInt.empty() : OptionalInt.of(columns);
  }

  private List<String> selectors(Printout printout) {
    List<String> all = new ArrayList<>();
    for (String selector : selectors.get()) {
      if (selector.equals(STANDARD_INPUT)) {
        try (InputStream in = program.surroundings().in()) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          for (String line : text.split(nul.isSet() ? "\0" : "\r?\n")) {
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
}
