package io.github.rfiarchiver.cli;

import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.SaveResult;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.render.UnifiedDiff;
import io.github.rfiarchiver.cli.output.Terminal;
import io.github.rfiarchiver.run.SeedImport;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prints and counts what an import does: paths of new files, or what would change in them. */
final class ImportListener extends RunListener {
  private final Archive archive;
  private final boolean isDryRun;
  private SavedText.@Nullable Whole last;
  private int added;
  private int known;
  private int failed;
  private @Nullable ArchiveException failure;

  /**
   * @param isDryRun whether to compare new texts with those of the archive; else prints paths
   */
  ImportListener(Terminal console, Archive archive, boolean isDryRun) {
    super(console, isDryRun ? null : "import", null, false);
    this.archive = archive;
    this.isDryRun = isDryRun;
  }

  /** Tells the result of a file in the seed format. */
  void imported(SeedImport.Imported file) {
    String name = file.file().toString();
    if (file.result() instanceof SaveResult.Saved saved) {
      saved(name, saved);
    } else if (file.problem() != null) {
      failure(name, file.problem().reason() + "; not imported", file.problem().getCause());
    } else if (file.result() instanceof SaveResult.Failed unsaved) {
      failed++; // the end of the run says why
      failure = unsaved.cause();
    }
    finish(1);
  }

  @Override
  void saved(String subject, SaveResult.Saved saved) {
    added += saved.isNew() ? 1 : 0;
    known += saved.isNew() ? 0 : 1;
    if (!isDryRun) {
      super.saved(subject, saved);
    } else if (saved.isNew()) {
      if (last != null && !last.article().url().equals(saved.text().article().url())) {
        printDiff(last);
      }
      last = saved.text(); // the latest of several new texts of one article is shown
    }
  }

  @Override
  public void failure(String subject, String what, @Nullable Throwable cause) {
    failed++;
    super.failure(subject, what, cause);
  }

  /**
   * Whether something failed.
   *
   * @throws ArchiveException if a file of the archive could not be written
   */
  boolean hasFailed() throws ArchiveException {
    if (failure != null) {
      throw failure;
    }
    return failed > 0;
  }

  /** Prints the last diff, and how many files and captures were imported. */
  void end() {
    if (last != null) {
      printDiff(last);
    }
    close(); // nothing is drawn below the last message
    String what = isDryRun ? " would be new, " : " new, ";
    notice("import", added + what + known + " known, " + failed + " failed");
  }

  private void printDiff(SavedText.Whole saved) {
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
      return archive.find(article.url(), List.of(article.published()));
    } catch (ArchiveException e) {
      failure(e.subject(), e.reason(), e);
      return List.of();
    }
  }
}
