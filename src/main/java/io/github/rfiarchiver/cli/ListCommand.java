package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.render.DisplayWidth;
import io.github.rfiarchiver.article.render.JsonLine;
import io.github.rfiarchiver.article.render.MarkdownRenderer;
import io.github.rfiarchiver.cli.output.ArticleLine;
import io.github.rfiarchiver.cli.output.ResultPrinter;
import io.github.rfiarchiver.cli.output.StyledText;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.ArticleFilter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}: one line for each article. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = {
      "Lists articles, one a line: date, key, headline, URL.",
      "",
      "  rfi-archiver list --since 7d",
      "  rfi-archiver list --section 中国 --match '核电|核能' --format json",
      "  rfi-archiver list --paths -0 | xargs -0 grep -l 巴黎",
      "",
      "In a pipe, tabs separate the four; with --all-revisions a fifth column says",
      "when a revision was saved. A terminal of less than 100 columns shows no",
      "URL.",
      ""
    })
final class ListCommand implements Callable<Integer> {
  /** The fewest columns of a terminal that shows URLs. */
  private static final int WIDE = 100;

  /** The fewest columns of a headline that is shown with the time of its revision. */
  private static final int ROOM_FOR_REVISION = 40;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final RfiArchiver program;

  @Mixin private final SelectionOptions filters = new SelectionOptions();
  @Mixin private final PathOptions paths = new PathOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text (default); json: one object a line; or markdown: a page whose links lead from the"
              + " archive's folder to its files.")
  private @Nullable ListFormat format;

  private enum ListFormat {
    TEXT,
    JSON,
    MARKDOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ListCommand(RfiArchiver program) {
    this.program = program;
  }

  @Override
  public Integer call() throws UsageException, ArchiveException {
    boolean pathsAlone = paths.wanted(format == null ? null : "--format");
    ListFormat form = format == null ? ListFormat.TEXT : format;
    ArticleFilter selection = filters.selection(program.environment().clock());
    Archive archive = program.existingArchive();
    Terminal console = program.console();
    ResultPrinter results = new ResultPrinter(console);
    if (pathsAlone && selection.headline() == null && selection.section() == null) {
      // File names are enough for paths: no file is read, and no damage is found.
      results.print(
          selection
              .names(archive)
              .limit(selection.limit())
              .map(name -> () -> console.print(paths.ended(archive.path(name)))));
    } else {
      Function<SavedText.Whole, Runnable> line = line(archive, form, pathsAlone, selection);
      results.print(selection.texts(archive, text -> results.step(text, line)));
    }
    if (results.isEmpty()) {
      filters.explainNothing(archive, console);
    }
    return ExitStatus.of(results.hasFailed()).status();
  }

  private Function<SavedText.Whole, Runnable> line(
      Archive archive, ListFormat form, boolean pathsAlone, ArticleFilter selection) {
    boolean revisions = selection.allRevisions();
    Terminal console = program.console();
    if (form == ListFormat.TEXT && !pathsAlone && console.isTerminal()) {
      return text -> {
        StyledText line = aligned(console, text, revisions);
        return () -> console.print(line);
      };
    }
    return text -> {
      String line =
          pathsAlone
              ? paths.ended(text.path())
              : form == ListFormat.JSON
                  ? JsonLine.of(ArticleLine.json(text.name(), text.path(), text.article())) + "\n"
                  : form == ListFormat.MARKDOWN ? markdown(archive, text) : tabbed(text, revisions);
      return () -> console.print(line);
    };
  }

  private static String tabbed(SavedText.Whole text, boolean revisions) {
    String line = ArticleLine.tabbed(text.name(), text.article()) + "\t" + text.article().address();
    Instant revision = text.name().revised();
    String revised = revision == null ? "" : PublishedDate.text(revision);
    return line + (revisions ? "\t" + revised : "") + "\n";
  }

  private static String markdown(Archive archive, SavedText.Whole text) {
    return MarkdownRenderer.listItem(
            DAY.format(text.article().published()),
            ArticleLine.onOneLine(text.article().headline()),
            archive.root().relativize(text.path()).toString())
        + "\n";
  }

  private static StyledText aligned(Terminal console, SavedText.Whole text, boolean revisions) {
    StyledText line = console.text();
    ArticleLine.addHead(line, console, text.name(), text.article());
    boolean wide = console.columns() >= WIDE;
    int room = console.columns() - ArticleLine.headWidth(text.name());
    int headline = wide ? Math.min(60, room * 2 / 3) : room;
    Instant revision = text.name().revised();
    String revised =
        revision != null && revisions && headline >= ROOM_FOR_REVISION
            ? "  (revised " + console.moment(revision) + ")"
            : "";
    String words =
        ArticleLine.cut(
            ArticleLine.onOneLine(Terminal.harmless(text.article().headline())),
            headline - revised.length());
    line.add(words).add(Style.FAINT, revised);
    if (wide) {
      int used = DisplayWidth.of(words) + revised.length();
      line.add(" ".repeat(headline - used + 2));
      line.add(
          Style.FAINT, ArticleLine.cut(legible(text.article().address()), room - headline - 2));
    }
    return line.line();
  }

  /** A URL for people: decoded, and without its scheme. */
  private static String legible(ArticleUrl address) {
    String escaped = address.toString().replaceFirst("^https?://", "").replace("+", "%2B");
    String decoded = URLDecoder.decode(escaped, StandardCharsets.UTF_8);
    return ArticleLine.onOneLine(Terminal.harmless(decoded));
  }
}
