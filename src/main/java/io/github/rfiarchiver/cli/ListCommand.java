package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.PublishedDate;
import io.github.rfiarchiver.article.render.DisplayWidth;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.article.render.MarkdownRenderer;
import io.github.rfiarchiver.cli.output.ArticleLine;
import io.github.rfiarchiver.cli.output.StyledText;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.ArticleFilter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code list}: one line for each article. */
@Command(
    header =
        """
        Lists articles, one a line: date, key, headline, URL.

          rfi-archiver list --since 7d
          rfi-archiver list --section 中国 --match '核电|核能' --format json
          rfi-archiver list --paths -0 | xargs -0 grep -l 巴黎

        In a pipe, tabs separate the four; with --all-revisions a fifth column says
        when a revision was saved. A terminal of less than 100 columns shows no
        URL.
        """)
final class ListCommand extends ReadingCommand {
  /** The fewest columns of a terminal that shows URLs. */
  private static final int WIDE = 100;

  /** The fewest columns of a headline that is shown with the time of its revision. */
  private static final int ROOM_FOR_REVISION = 40;

  /** The month under whose heading articles are printed. */
  private String month = "";

  @Mixin private final PathOptions paths = new PathOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "text (default); json: one object a line; or markdown: a page with a heading a month,"
              + " whose links lead from the archive's folder to its files.")
  private ListFormat format = ListFormat.TEXT;

  private enum ListFormat {
    TEXT,
    JSON,
    MARKDOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws ArchiverException {
    paths.check(this, "--format");
    ArticleFilter selection = selection();
    Archive archive = program.archiveToPrint();
    Stream<ArticleFileName> names = selection.names(archive);
    if (paths.areOn() && selection.headline() == null && selection.section() == null) {
      // File names are enough for paths: no file is read, and no damage is found.
      Stream<Path> all = names.limit(limit()).map(archive::path);
      print(all.map(path -> () -> console().print(paths.ended(path))));
    } else {
      print(selection.texts(archive, names, text -> step(text, whole -> line(whole, archive))));
    }
    return ended(archive).status();
  }

  private Runnable line(SavedText.Whole text, Archive archive) {
    if (paths.areOn()) {
      String path = paths.ended(text.path());
      return () -> console().print(path);
    }
    if (format == ListFormat.MARKDOWN) {
      return markdown(archive, text);
    }
    if (format == ListFormat.TEXT) {
      StyledText line = console().isTerminal() ? aligned(text) : tabbed(text);
      return () -> console().print(line);
    }
    String line = JsonRenderer.line(ArticleLine.json(text)) + "\n";
    return () -> console().print(line);
  }

  private StyledText tabbed(SavedText.Whole text) {
    StyledText line = ArticleLine.tabbed(console(), text);
    line.add("\t" + text.article().url());
    Instant revision = text.name().revised();
    String revised = revision == null ? "" : PublishedDate.text(revision);
    return line.add(allRevisions ? "\t" + revised : "").line();
  }

  private Runnable markdown(Archive archive, SavedText.Whole text) {
    String day = PublishedDate.day(text.article().published()).toString();
    String item =
        MarkdownRenderer.listItem(
            day,
            ArticleLine.onOneLine(text.article().headline()),
            archive.root().relativize(text.path()).toString());
    return () -> {
      if (!day.startsWith(month) || month.isEmpty()) {
        String before = month.isEmpty() ? "" : "\n";
        month = day.substring(0, day.lastIndexOf('-'));
        console().print(before + "## " + month + "\n\n");
      }
      console().print(item + "\n");
    };
  }

  private StyledText aligned(SavedText.Whole text) {
    StyledText line = console().text();
    ArticleLine.addHead(line, console(), text);
    boolean wide = console().columns() >= WIDE;
    int room = console().columns() - ArticleLine.headWidth(text);
    int headline = wide ? Math.min(60, room * 2 / 3) : room;
    Instant revision = text.name().revised();
    String revised =
        revision != null && allRevisions && headline >= ROOM_FOR_REVISION
            ? "  (revised " + console().moment(revision) + ")"
            : "";
    String words =
        ArticleLine.cut(
            ArticleLine.onOneLine(Terminal.harmless(text.article().headline())),
            headline - revised.length());
    line.add(words).add(Style.FAINT, revised);
    if (wide) {
      int used = DisplayWidth.of(words) + revised.length();
      line.add(" ".repeat(headline - used + 2));
      String url = Terminal.harmless(text.article().url().legible()).replaceFirst("^.*?//", "");
      line.add(Style.FAINT, ArticleLine.cut(url, room - headline - 2));
    }
    return line.line();
  }
}
