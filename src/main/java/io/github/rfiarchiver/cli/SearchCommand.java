package io.github.rfiarchiver.cli;

import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.article.render.DisplayWidth;
import io.github.rfiarchiver.article.render.JsonLine;
import io.github.rfiarchiver.cli.output.ArticleLine;
import io.github.rfiarchiver.cli.output.PassageText;
import io.github.rfiarchiver.cli.output.Progress;
import io.github.rfiarchiver.cli.output.ResultPrinter;
import io.github.rfiarchiver.cli.output.StyledText;
import io.github.rfiarchiver.cli.output.StyledText.Style;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.query.ArticleFilter;
import io.github.rfiarchiver.query.Passage;
import io.github.rfiarchiver.query.Search;
import io.github.rfiarchiver.query.SearchPattern;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code search}: articles that match a pattern, with their passages. */
@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = {
      "Searches headlines and texts, and shows each match in its passage.",
      "",
      "  rfi-archiver search 核电",
      "  rfi-archiver search --regex '核(电|能)' --since 2023-10 --count",
      "  rfi-archiver search -i nato --paths -0 | rfi-archiver cat -0 -",
      "",
      "In a pipe, one line an article: date, key, headline and the first passage,",
      "separated by tabs, matches in 【】; --format json has all passages.",
      "Exit status 1: nothing was found.",
      ""
    })
final class SearchCommand implements Callable<Integer> {
  private static final int SHOWN_PASSAGES = 3;
  private static final String INDENT = "    ";

  private final RfiArchiver program;

  @Parameters(paramLabel = "PATTERN", description = "The words that are sought, as they stand.")
  private String pattern = "";

  @Option(
      names = "--regex",
      fallbackValue = "true",
      description = "PATTERN is a regular expression (RE2: no lookaround, no backreferences).")
  private boolean regex;

  @Option(
      names = {"-i", "--ignore-case"},
      fallbackValue = "true",
      description = "Ignore the case of letters.")
  private boolean ignoreCase;

  @Mixin private final SelectionOptions filters = new SelectionOptions();

  @Option(
      names = {"-c", "--count"},
      fallbackValue = "true",
      description = "Print the number of matching articles only.")
  private boolean count;

  @Mixin private final PathOptions paths = new PathOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text (default), or json: one object a line.")
  private @Nullable ReportFormat format;

  SearchCommand(RfiArchiver program) {
    this.program = program;
  }

  @Override
  public Integer call() throws UsageException, ArchiveException {
    Terminal console = program.console();
    boolean pathsAlone = paths.wanted(count ? "--count" : format != null ? "--format" : null);
    if (count && format != null) {
      throw new UsageException("--count", "prints a number; it cannot be combined with --format");
    }
    SearchPattern sought = sought();
    ArticleFilter selection = filters.selection(program.environment().clock());
    Archive archive = program.existingArchive();
    ResultPrinter results = new ResultPrinter(console);
    Counter matches = new Counter();
    try (Progress progress = console.openProgress(null)) {
      Stream<ArticleFileName> names = selection.names(archive);
      if (progress.isOpen()) {
        List<ArticleFileName> all = names.toList();
        progress.begin(all.size(), "files");
        names = all.stream();
      }
      results.print(
          new Search(sought, selection)
              .results(archive, names, () -> progress.finish(1))
              .map(
                  result -> {
                    if (result instanceof Search.Match match) {
                      return () -> {
                        matches.count++;
                        if (!count) {
                          print(console, match, sought, pathsAlone, matches.count == 1);
                        }
                      };
                    }
                    Search.Failed failed = (Search.Failed) result;
                    return () -> results.failed(failed.path(), failed.reason());
                  }));
    }
    if (count) {
      console.print(matches.count + "\n");
    }
    if (results.isEmpty()) {
      filters.explainNothing(archive, console);
      explainNothing();
    }
    return (matches.count == 0 ? ExitStatus.FAILED : ExitStatus.of(results.hasFailed())).status();
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
      String command = "rfi-archiver search --regex " + Suggestions.quoted(apart);
      program.console().notice(pattern, "is nowhere as it stands; for its words apart: " + command);
    }
  }

  private static final class Counter {
    private long count;
  }

  private SearchPattern sought() throws UsageException {
    String words = pattern;
    try {
      return regex
          ? SearchPattern.regex(words, ignoreCase)
          : SearchPattern.literal(words, ignoreCase);
    } catch (MalformedException e) {
      throw new UsageException(words.isBlank() ? "PATTERN" : words, e.reason());
    }
  }

  private void print(
      Terminal console,
      Search.Match match,
      SearchPattern pattern,
      boolean pathsAlone,
      boolean first) {
    if (pathsAlone) {
      console.print(paths.ended(match.path()));
    } else if (format == ReportFormat.JSON) {
      console.print(JsonLine.of(json(match)) + "\n");
    } else if (console.isTerminal()) {
      console.print(shown(console, match, pattern, first));
    } else {
      StyledText line = ArticleLine.tabbed(console, match.name(), match.article()).add("\t");
      PassageText.addWhole(line, inTextFirst(match).get(0));
      console.print(line.line());
    }
  }

  private static JsonObject json(Search.Match match) {
    JsonArray passages = new JsonArray();
    for (Passage passage : match.passages()) {
      JsonObject json = new JsonObject();
      json.put("in", passage.inHeadline() ? "headline" : "text");
      json.put("before", passage.before());
      json.put("match", passage.match());
      json.put("after", passage.after());
      passages.add(json);
    }
    JsonObject json =
        JsonLine.article(match.article(), match.name().key(), match.name().revised(), match.path());
    json.put("passages", passages);
    return json;
  }

  private static StyledText shown(
      Terminal console, Search.Match match, SearchPattern pattern, boolean first) {
    StyledText text = first ? console.text() : console.text().line();
    int room = console.columns() - ArticleLine.headWidth(match.name());
    String headline = match.article().headline();
    ArticleLine.addHead(text, console, match.name(), match.article());
    ArticleLine.addMarked(text, headline, pattern, room);
    text.line();
    boolean headlineIsWhole = DisplayWidth.of(headline) <= room;
    List<Passage> passages =
        match.passages().stream()
            .filter(passage -> !(passage.inHeadline() && headlineIsWhole))
            .sorted(Comparator.comparing(Passage::inHeadline))
            .toList();
    for (Passage passage : passages.subList(0, Math.min(SHOWN_PASSAGES, passages.size()))) {
      text.add(INDENT);
      PassageText.add(text, passage, console.columns() - INDENT.length());
      text.line();
    }
    int more = passages.size() - SHOWN_PASSAGES;
    if (more > 0) {
      text.add(Style.FAINT, INDENT + "and " + more + " more").line();
    }
    return text;
  }

  private static List<Passage> inTextFirst(Search.Match match) {
    return match.passages().stream().sorted(Comparator.comparing(Passage::inHeadline)).toList();
  }
}
