package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.archive.raw.ArticleMetadata;
import io.github.rfiarchiver.archive.raw.HttpHeader;
import io.github.rfiarchiver.archive.raw.RawExchange;
import io.github.rfiarchiver.archive.raw.WarcFileWriter;
import io.github.rfiarchiver.archive.raw.WarcVerifier;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores the raw captures of one run: {@code raw/YYYY/MM/RUN.warc.gz}, and {@code
 * RUN-00001.warc.gz} and so on for the later batches of a long run, where RUN is its start in UTC.
 * A file gets its name when it is whole and on disk. Thread-safe.
 */
public final class RawStore implements RawSink {
  private static final String FOLDER = "raw";

  private final Archive archive;
  private final ArchiveWriter writer;
  private final String software;
  private final String rules;
  private final Clock clock;
  private final Instant begun;

  /** The record IDs of the captures in the current file, by requested URL. */
  private final Map<String, String> captures = new HashMap<>();

  private int number;
  private @Nullable Begun current;
  private @Nullable ArchiveException failure;

  /** A file that is being written. */
  private record Begun(AtomicFile file, WarcFileWriter warc) {
    String write(RawExchange exchange) throws ArchiveException {
      try {
        return warc.write(exchange);
      } catch (IOException e) {
        throw new ArchiveException(file.path(), ArchiveException.reason(e), e);
      }
    }
  }

  /** See {@link ArchiveWriter#keepRaw}. */
  RawStore(Archive archive, ArchiveWriter writer, String software, String rules, Clock clock) {
    this.archive = archive;
    this.writer = writer;
    this.software = software;
    this.rules = rules;
    this.clock = clock;
    this.begun = clock.instant();
  }

  /** {@inheritDoc} The next {@link #publish} reports a failure. */
  @Override
  public synchronized void keep(String address, List<RawExchange> exchanges) {
    if (failure != null) {
      return;
    }
    try {
      Begun writing = current == null ? begin() : current;
      current = writing;
      for (RawExchange exchange : exchanges) {
        captures.put(address, writing.write(exchange));
      }
    } catch (ArchiveException e) {
      failure = e;
    }
  }

  private Begun begin() throws ArchiveException {
    Path path = nextPath();
    AtomicFile file = writer.begin(path);
    try {
      return new Begun(file, new WarcFileWriter(file.stream(), software, begun));
    } catch (IOException e) {
      throw new ArchiveException(path, ArchiveException.reason(e), e);
    }
  }

  private Path nextPath() throws ArchiveException {
    String run = ArticleFileName.STAMP.format(begun);
    Path raw = archive.root().resolve(FOLDER);
    Path year = raw.resolve(run.substring(0, 4));
    Path month = year.resolve(run.substring(4, 6));
    for (Path folder : List.of(raw, year, month)) {
      Disk.refuseOther(folder);
    }
    while (true) {
      String batch = number == 0 ? "" : String.format(Locale.ROOT, "-%05d", number);
      Path path = month.resolve(run + batch + ".warc.gz");
      try {
        if (Disk.attributes(path).isEmpty()) {
          return path;
        }
      } catch (IOException e) {
        throw ArchiveException.on(path, e);
      }
      number++;
    }
  }

  /**
   * Publishes the captures since the last call and forces them to disk, before their articles are
   * saved.
   *
   * @param articles the data of the articles, by the requested URL of their pages
   * @throws ArchiveException if a capture could not be written: nothing is published then
   */
  public synchronized void publish(Map<String, List<HttpHeader>> articles) throws ArchiveException {
    if (failure == null && current != null) {
      try {
        for (Map.Entry<String, List<HttpHeader>> article : articles.entrySet()) {
          String capture = captures.get(article.getKey());
          if (capture != null) {
            List<HttpHeader> fields = new ArrayList<>(article.getValue());
            fields.add(new HttpHeader(ArticleMetadata.RULES, rules));
            current.warc.write(
                new ArticleMetadata(capture, article.getKey(), fields), clock.instant());
          }
        }
        writer.publish(current.file);
      } catch (ArchiveException e) {
        failure = e;
      } catch (IOException e) {
        failure = new ArchiveException(current.file.path(), ArchiveException.reason(e), e);
      }
    }
    if (failure != null) {
      throw failure;
    }
    current = null;
    captures.clear();
  }

  /**
   * The paths of all files of raw captures, the earliest run first.
   *
   * @throws ArchiveException where a folder cannot be read
   */
  public static List<Path> files(Archive archive) throws ArchiveException {
    Path folder = archive.root().resolve(FOLDER);
    try (Stream<Path> files = Disk.isFolder(folder) ? Files.walk(folder) : Stream.empty()) {
      return files.filter(file -> !Files.isDirectory(file)).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new ArchiveException(folder, "cannot be read", e);
    }
  }

  /** The size of a file of raw captures in bytes; 0 if it cannot be determined. */
  public static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // verify reports the reason
    }
  }

  /** The damage of a file of raw captures; empty if there is none. */
  public static Optional<String> problem(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("is not a file of raw captures");
    }
    try {
      return WarcVerifier.problem(file);
    } catch (IOException e) {
      return Optional.of(ArchiveException.reason(e));
    }
  }
}
