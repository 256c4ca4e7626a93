package io.github.rfiarchiver.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.render.DisplayWidth;
import io.github.rfiarchiver.article.render.JsonRenderer;
import io.github.rfiarchiver.cli.output.ArticleLine;
import io.github.rfiarchiver.cli.output.Progress;
import io.github.rfiarchiver.cli.output.StyledText;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.query.ArticleFilter;
import io.github.rfiarchiver.query.Search;
import io.github.rfiarchiver.query.Search.Passage;
import io.github.rfiarchiver.query.SearchPattern;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code search}: articles that match a pattern, with their passages. */
@Command(
    header =
        """
        Searches headlines and texts, and shows each match in its passage.

          rfi-archiver search 核电
          rfi-archiver search --regex '核(电|能)' --since 2023-10 --count
          rfi-archiver search -i nato --paths -0 | rfi-archiver cat -0 -

        In a pipe, one line an article: date, key, headline and the first passage,
        separated by tabs, matches in 【】; --format json has all passages.
        Exit status 1: nothing was found.
        """)
final class SearchCommand extends ReadingCommand {
  private static final int SHOWN_PASSAGES = 3;
  private static final String INDENT = "    ";

  @Parameters(paramLabel = "PATTERN", description = "The words that are sought, as they stand.")
  private String pattern = "";

  @Option(
      names = "--regex",
      description = "PATTERN is a regular expression (RE2: no lookaround, no backreferences).")
  private boolean regex;

  @Option(
      names = {"-i", "--ignore-case"},
      description = "Ignore the case of letters.")
  private boolean ignoreCase;

  @Option(
      names = {"-c", "--count"},
      description = "Print the number of matching articles only.")
  private boolean count;

  @Mixin private final PathOptions paths = new PathOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), or json: one object a line.")
  private ReportFormat format = ReportFormat.TEXT;

  @Override
  public Integer call() throws ArchiverException {
    paths.check(this, "--count", "--format");
    if (isGiven("--count") && isGiven("--format")) {
      throw new UsageException("--count", "prints a number; it cannot be combined with --format");
    }
    count &= isGiven("--count") || !(paths.areOn() || isGiven("--format"));
    SearchPattern sought = sought();
    ArticleFilter selection = selection();
    Archive archive = program.archiveToPrint();
    try (Progress progress = console().openProgress(null)) {
      Stream<ArticleFileName> names = selection.names(archive);
      if (progress.isOpen()) {
        List<ArticleFileName> all = names.toList();
        progress.begin(all.size(), "files");
        names = all.stream().peek(name -> progress.finish(1));
      }
      Stream<Search.Result> found = Search.results(archive, sought, names, selection);
      print(found.map(r -> step(r.text(), text -> () -> print(text, r.passages(), sought))));
    }
    if (count) {
      console().print(printed + "\n");
    }
    ExitStatus status = ended(archive);
    if (isEmpty()) {
      explainNothing();
    }
    return (printed == 0 ? ExitStatus.FAILED : status).status();
  }

  /** Says how to find words that stand apart. */
  private void explainNothing() {
    String words = pattern.strip().replaceAll("(?U)\\s+", " ");
    String apart =
        words
            .replaceAll("[\\\\^$.|?*+()\\[\\]{}]", "\\\\$0")
            .replaceAll("^(\\S+) (\\S+)$", "$1.*$2|$2.*$1") // both, in a paragraph
            .replace(' ', '|');
    if (!regex && words.contains(" ")) {
      String command = program.line("search --regex", apart);
      String what = "has no match as a phrase; to search for its words separately: " + command;
      console().notice(pattern, what);
    }
  }

  private SearchPattern sought() throws UsageException {
    try {
      return regex
          ? SearchPattern.regex(pattern, ignoreCase)
          : SearchPattern.literal(pattern, ignoreCase);
    } catch (MalformedException e) {
      throw new UsageException(pattern.isBlank() ? "PATTERN" : pattern, e.reason());
    }
  }

  private void print(SavedText.Whole text, List<Passage> passages, SearchPattern sought) {
    if (count) {
      return;
    }
    if (paths.areOn()) {
      console().print(paths.ended(text.path()));
    } else if (format == ReportFormat.JSON) {
      console().print(JsonRenderer.line(json(text, passages)) + "\n");
    } else {
      List<Passage> inTextFirst =
          passages.stream().sorted(Comparator.comparing(Passage::inHeadline)).toList();
      StyledText line =
          console().isTerminal()
              ? shown(text, inTextFirst, sought)
              : ArticleLine.addWhole(
                      ArticleLine.tabbed(console(), text).add("\t"), inTextFirst.get(0))
                  .line();
      console().print(line);
    }
  }

  private static JsonObject json(SavedText.Whole text, List<Passage> found) {
    JsonArray passages = new JsonArray();
    for (Passage passage : found) {
      JsonObject json = new JsonObject();
      json.put("in", passage.inHeadline() ? "headline" : "text");
      json.put("before", passage.before());
      json.put("match", passage.match());
      json.put("after", passage.after());
      passages.add(json);
    }
    JsonObject json = ArticleLine.json(text);
    json.put("passages", passages);
    return json;
  }

  private StyledText shown(SavedText.Whole match, List<Passage> found, SearchPattern sought) {
    StyledText text = printed == 0 ? console().text() : console().text().line();
    int room = console().columns() - ArticleLine.headWidth(match);
    String headline = match.article().headline();
    ArticleLine.addHead(text, console(), match);
    ArticleLine.addMarked(text, headline, sought, room);
    text.line();
    boolean headlineIsWhole = DisplayWidth.of(headline) <= room;
    List<Passage> passages =
        found.stream().filter(passage -> !(passage.inHeadline() && headlineIsWhole)).toList();
    for (Passage passage : passages.subList(0, Math.min(SHOWN_PASSAGES, passages.size()))) {
      text.add(INDENT);
      ArticleLine.add(text, passage, console().columns() - INDENT.length());
      text.line();
    }
    int more = passages.size() - SHOWN_PASSAGES;
    if (more > 0) {
      text.add(Style.FAINT, INDENT + "and " + more + " more").line();
    }
    return text;
  }
}
