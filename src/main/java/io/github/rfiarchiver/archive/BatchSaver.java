package io.github.rfiarchiver.archive;

import java.time.Clock;
import java.util.List;

/**
 * Saves the articles of a long run in batches, and holds the lock of the archive only while it
 * saves one: other runs may write between two batches. It keeps no raw captures.
 */
public final class BatchSaver implements ArticleSaver {
  private final Archive archive;
  private final LockWait wait;
  private final Clock clock;

  /**
   * @param wait how to wait for another run that holds the archive
   * @param clock gives the time of a revision
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

  /** Writes, or replaces, a state file. */
  public void writeState(String name, String text) throws ArchiveException, InterruptedException {
    try (ArchiveWriter writer = wait.open(archive)) {
      writer.writeState(name, text);
    }
  }
}
