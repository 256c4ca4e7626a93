package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.UnifiedDiff;
import io.github.rfiarchiver.cli.ImportCommand.Outcome;
import io.github.rfiarchiver.cli.output.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what an import of captures does: paths of new files, or what would change in them. */
final class CaptureListener extends RunListener {
  private final Terminal console;
  private final @Nullable Archive compared;
  private final Map<Outcome, Integer> counts;
  private SaveResult.@Nullable Saved last;

  /**
   * @param compared the archive to compare new texts with; null to print paths
   * @param counts receives the results
   */
  CaptureListener(Terminal console, @Nullable Archive compared, Map<Outcome, Integer> counts) {
    super(console, compared == null ? "import" : null, null, false);
    this.console = console;
    this.compared = compared;
    this.counts = counts;
  }

  @Override
  public void saved(SaveResult.Saved saved) {
    boolean isNew = !(saved instanceof SaveResult.Unchanged);
    counts.merge(isNew ? Outcome.NEW : Outcome.KNOWN, 1, Integer::sum);
    if (compared == null) {
      super.saved(saved);
    } else if (isNew) {
      if (last != null && !last.article().address().equals(saved.article().address())) {
        printDiff(last);
      }
      last = saved; // the latest of several new texts of one article is shown
    }
  }

  private void printDiff(SaveResult.Saved saved) {
    List<String> after = UnifiedDiff.lines(saved.article().body());
    String from = "/dev/null";
    List<String> before = List.of();
    long most = -1;
    for (SavedText text : texts(saved.article())) {
      if (text instanceof SavedText.Whole whole) {
        List<String> lines = UnifiedDiff.lines(whole.article().body());
        long common = after.stream().filter(Set.copyOf(lines)::contains).count();
        if (common >= most) {
          from = whole.path().toString();
          before = lines;
          most = common;
        }
      }
    }
    console.print(UnifiedDiff.of(from, before, saved.path().toString(), after));
  }

  private List<SavedText> texts(Article article) {
    try {
      return compared == null
          ? List.of()
          : compared.find(article.address(), List.of(article.published()));
    } catch (ArchiveException e) {
      counts.merge(Outcome.FAILED, 1, Integer::sum);
      failure(e.subject(), e.reason(), e);
      return List.of();
    }
  }

  @Override
  public void close() {
    if (last != null) {
      printDiff(last);
    }
    super.close();
  }
}
