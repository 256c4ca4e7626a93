package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.RawExchange;
import java.time.Clock;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves the articles of a long run in batches, and holds the lock of the archive only while it
 * saves one: other runs may write between two batches. Raw captures stay in memory until then.
 */
public final class BatchSaver implements ArticleSaver, RawSink {
  private final Archive archive;
  private final Supplier<LockWait> wait;
  private final Clock clock;
  private final Map<String, List<RawExchange>> kept = new LinkedHashMap<>();
  private @Nullable Function<ArchiveWriter, RawStore> raw;

  /**
   * @param wait how to wait for another run that holds the archive, for each batch
   * @param clock gives the time of a revision
   */
  public BatchSaver(Archive archive, Supplier<LockWait> wait, Clock clock) {
    this.archive = archive;
    this.wait = wait;
    this.clock = clock;
  }

  /**
   * Keeps other backfills away from the archive until the lock is closed; other runs may write.
   *
   * @throws ArchiveLockedException if another backfill runs, or another run outlasts the wait
   */
  public ArchiveLock alone() throws ArchiveException, InterruptedException {
    try (ArchiveWriter writer = wait.get().open(archive)) {
      writer.sync();
      ArchiveLock lock = writer.lock("backfill-lock");
      writer.deleteUnlocked();
      return lock;
    }
  }

  /**
   * Keeps raw captures from now on, as {@link ArchiveWriter#keepRaw} does; each batch has a file of
   * them.
   */
  public RawSink keepRaw(String software, String rules) {
    raw = writer -> writer.keepRaw(software, rules, clock);
    return this;
  }

  @Override
  public boolean keepsRaw() {
    return raw != null;
  }

  @Override
  public synchronized void keep(String url, List<RawExchange> exchanges) {
    kept.put(url, exchanges);
  }

  @Override
  public IdentityHashMap<NewArticle, SaveResult> save(List<NewArticle> articles)
      throws ArchiveException, InterruptedException {
    if (articles.isEmpty() && kept.isEmpty()) {
      return new IdentityHashMap<>();
    }
    Archive fresh = new Archive(archive.root());
    try (ArchiveWriter writer = open(fresh)) {
      IdentityHashMap<NewArticle, SaveResult> results =
          new ArticleStore(fresh, writer, clock).save(articles);
      writer.sync();
      return results;
    }
  }

  /** Writes or replaces a state file of this run, after the raw captures before it. */
  public void writeState(String name, String text) throws ArchiveException, InterruptedException {
    save(List.of());
    ArchiveWriter.replaceState(archive, name, text);
  }

  /** Appends to a state file of this run, after the raw captures before it. */
  public void appendState(String name, String text) throws ArchiveException, InterruptedException {
    save(List.of());
    ArchiveWriter.appendState(archive, name, text);
  }

  private synchronized ArchiveWriter open(Archive opened)
      throws ArchiveException, InterruptedException {
    ArchiveWriter writer = wait.get().open(opened);
    if (raw != null) {
      kept.forEach(raw.apply(writer)::keep);
      kept.clear();
    }
    return writer;
  }
}
