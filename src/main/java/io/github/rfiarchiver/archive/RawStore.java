package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.HttpHeader;
import io.github.rfiarchiver.archive.raw.RawExchange;
import io.github.rfiarchiver.archive.raw.WarcFileReader;
import io.github.rfiarchiver.archive.raw.WarcFileWriter;
import io.github.rfiarchiver.archive.raw.WarcItem.ArticleMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Stores the raw captures of one run: {@code raw/YYYY/MM/RUN.warc.gz}, and {@code
 * RUN-00001.warc.gz} and so on for the later batches of a long run, where RUN is its start in UTC.
 * Of a {@link BatchSaver}, each batch is a run of its own. A file gets its name when it is whole
 * and on disk. Thread-safe.
 */
public final class RawStore implements RawSink {
  private static final String FOLDER = "raw";

  /** Writes captures: Java closes a file where an interrupt reaches the thread that writes it. */
  private static final ForkJoinPool WORKER = new ForkJoinPool(1);

  private final Archive archive;
  private final ArchiveWriter writer;
  private final String software;
  private final String rules;
  private final Clock clock;
  private final Instant begun;

  /** The record IDs of the captures in the current file, by requested URL. */
  private final Map<String, String> captures = new HashMap<>();

  private int number;
  private Path path;
  private @Nullable Begun current;
  private @Nullable ArchiveException failure;

  /** A file that is being written. */
  private record Begun(AtomicFile file, WarcFileWriter warc) {}

  /** See {@link ArchiveWriter#keepRaw}. */
  RawStore(Archive archive, ArchiveWriter writer, String software, String rules, Clock clock) {
    this.archive = archive;
    this.writer = writer;
    this.software = software;
    this.rules = rules;
    this.clock = clock;
    this.begun = clock.instant();
    this.path = archive.root().resolve(FOLDER);
  }

  /**
   * {@inheritDoc} The next {@link #publish} reports a failure. The calling thread may be
   * interrupted, as {@code --max-time} does.
   */
  @Override
  public void keep(String url, List<RawExchange> exchanges) {
    WORKER.submit(() -> write(url, exchanges)).join();
  }

  private synchronized void write(String url, List<RawExchange> exchanges) {
    if (failure != null) {
      return;
    }
    try {
      if (current == null) {
        path = nextPath();
        AtomicFile file = writer.begin(path);
        current = new Begun(file, new WarcFileWriter(file.stream(), software, begun));
      }
      for (RawExchange exchange : exchanges) {
        captures.put(url, current.warc().write(exchange));
      }
    } catch (ArchiveException | IOException e) {
      failure = ArchiveException.on(path, e);
    }
  }

  private Path nextPath() throws ArchiveException {
    String run = ArticleFileName.STAMP.format(begun);
    Path raw = archive.root().resolve(FOLDER);
    Path month = raw.resolve(run.substring(0, 4)).resolve(run.substring(4, 6));
    writer.makeReady(month);
    while (true) {
      String batch = number == 0 ? "" : String.format(Locale.ROOT, "-%05d", number);
      Path next = month.resolve(run + batch + ".warc.gz");
      if (Disk.attributes(next).isEmpty()) {
        return next;
      }
      number++;
    }
  }

  /**
   * Publishes the captures since the last call and forces them to disk, before their articles are
   * saved.
   *
   * @param articles the names under which the articles will be saved, by their origins
   * @throws ArchiveException if a capture could not be written: nothing is published then
   */
  public synchronized void publish(Map<NewArticle.Origin, ArticleFileName> articles)
      throws ArchiveException {
    if (failure == null && current != null) {
      try {
        for (Map.Entry<NewArticle.Origin, ArticleFileName> article : articles.entrySet()) {
          String capture = captures.get(article.getKey().page());
          if (capture != null) {
            current.warc.write(
                metadata(capture, article.getKey(), article.getValue()), clock.instant());
          }
        }
        writer.publish(current.file);
      } catch (ArchiveException | IOException e) {
        failure = ArchiveException.on(path, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    current = null;
    captures.clear();
  }

  private ArticleMetadata metadata(
      String capture, NewArticle.Origin origin, ArticleFileName saved) {
    String path = archive.root().relativize(archive.path(saved)).toString();
    List<HttpHeader> fields = new ArrayList<>();
    fields.add(new HttpHeader(ArticleMetadata.PATH, path));
    fields.add(new HttpHeader(ArticleMetadata.KEY, saved.key()));
    fields.addAll(origin.fields());
    fields.add(new HttpHeader(ArticleMetadata.RULES, rules));
    return new ArticleMetadata(capture, origin.page(), fields);
  }

  /**
   * The paths of all files of raw captures, the earliest run first, and of what is in the place of
   * one or of a folder.
   *
   * @throws ArchiveException if a folder cannot be read
   */
  public static List<Path> files(Archive archive) throws ArchiveException {
    return files(archive, archive.root().resolve(FOLDER));
  }

  private static List<Path> files(Archive archive, Path place) throws ArchiveException {
    if (!Disk.isFolder(place)) {
      return Disk.attributes(place, LinkOption.NOFOLLOW_LINKS).isEmpty()
          ? List.of()
          : List.of(place);
    }
    List<Path> files = new ArrayList<>();
    for (Path entry : archive.entries(place)) {
      files.addAll(files(archive, entry));
    }
    return files;
  }

  /** The damage of a file of raw captures; empty if there is none. */
  public static Optional<String> problem(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("is not a file of raw captures");
    }
    try {
      return WarcFileReader.problem(file);
    } catch (IOException e) {
      return Optional.of(ArchiveException.reasonOf(e));
    }
  }
}
