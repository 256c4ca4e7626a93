package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.RawStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Saves what a long run brings, and holds the archive's lock only while it does: between two
 * batches other runs may write. Each batch looks at the archive anew.
 */
public final class BatchSaver implements ArticleSaver {
  private final Archive archive;
  private final LockWait wait;
  private final Clock clock;

  /**
   * @param wait how long another run that holds the archive is waited for
   * @param clock gives the moment of a revision
   */
  public BatchSaver(Archive archive, LockWait wait, Clock clock) {
    this.archive = archive;
    this.wait = wait;
    this.clock = clock;
  }

  @Override
  public List<SaveResult> save(List<NewArticle> articles) throws InterruptedException {
    if (articles.isEmpty()) {
      return List.of();
    }
    Archive fresh = new Archive(archive.root());
    try (ArchiveWriter writer = wait.open(fresh)) {
      List<SaveResult> results = new ArticleStore(fresh, writer, clock).save(articles);
      writer.sync();
      return results;
    } catch (ArchiveException e) {
      return articles.stream().<SaveResult>map(article -> new SaveResult.Failed(e)).toList();
    }
  }

  @Override
  public List<SaveResult> preview(List<NewArticle> articles) {
    return new ArticleStore(new Archive(archive.root()), null, clock).save(articles);
  }

  /** None: a file of raw captures is written under the lock, from the first response on. */
  @Override
  public Optional<RawStore> raw() {
    return Optional.empty();
  }

  /** Writes, or replaces, a state file. */
  public void writeState(String name, String text) throws ArchiveException, InterruptedException {
    try (ArchiveWriter writer = wait.open(archive)) {
      writer.writeState(name, text);
    }
  }
}
