package io.github.rfiarchiver.archive;

import static java.nio.file.StandardOpenOption.DELETE_ON_CLOSE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sorts texts by article, and the texts of each article by the time of their capture. The texts are
 * in a temporary file: memory holds the URL and the place of each.
 */
public final class ArticleSpool implements AutoCloseable {
  private final Path path;
  private final FileChannel file;
  private final List<Text> texts = new ArrayList<>();
  private int taken;

  /** The place of a text in the file. The hash orders two captures of one time. */
  private record Text(String url, Instant seen, int hash, long start, int length) {}

  /**
   * Opens an empty spool.
   *
   * @param writer whose temporary folder is used; null for that of the system
   * @throws ArchiveException if the temporary file cannot be made
   */
  public ArticleSpool(@Nullable ArchiveWriter writer) throws ArchiveException {
    Path folder =
        writer == null ? Path.of(System.getProperty("java.io.tmpdir")) : writer.temporaries();
    try {
      this.path = Files.createTempFile(folder, "rfi-archiver", "");
      this.file = FileChannel.open(path, READ, WRITE, DELETE_ON_CLOSE);
    } catch (IOException e) {
      throw ArchiveException.on(folder, e);
    }
  }

  /** Adds a text. */
  public void add(Article article, Instant seen) throws ArchiveException {
    String text = ArticleFile.text(article);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String url = article.url().canonical();
    Disk.on(
        path,
        () -> {
          texts.add(new Text(url, seen, text.hashCode(), file.size(), bytes.length));
          Channels.newOutputStream(file.position(file.size())).write(bytes);
        });
  }

  /** How many texts there are. */
  public int size() {
    return texts.size();
  }

  /**
   * The next texts: at least a number of them, with all texts of the last article; empty at the
   * end. Each has the time of its capture as its time of revision.
   */
  public List<NewArticle> next(int atLeast) throws ArchiveException {
    if (taken == 0) {
      texts.sort(
          Comparator.comparing(Text::url).thenComparing(Text::seen).thenComparing(Text::hash));
    }
    List<NewArticle> next = new ArrayList<>();
    while (taken < texts.size()
        && (next.size() < atLeast || texts.get(taken).url().equals(texts.get(taken - 1).url()))) {
      Text text = texts.get(taken++);
      next.add(NewArticle.of(read(text), text.seen()));
    }
    return next;
  }

  private Article read(Text text) throws ArchiveException {
    try {
      InputStream in = Channels.newInputStream(file.position(text.start()));
      return ArticleFile.parse(path.toString(), in.readNBytes(text.length()));
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    } catch (MalformedException e) {
      throw new ArchiveException(path, e.reason(), e);
    }
  }

  @Override
  public void close() throws ArchiveException {
    Disk.on(path, file::close);
  }
}
