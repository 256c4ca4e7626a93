package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An archive: a folder of article files, {@code YYYY/MM/NAME}, and nothing else. The names are the
 * index: an article is found by the key in the name of its file, first in the folders of the months
 * that it may be of, so the look-up of a known article costs what those months hold. A folder that
 * does not exist is an empty archive. Symbolic links inside it are not followed.
 *
 * <p>Safe to share among threads. Names are read once a month and object: what another process adds
 * in the meantime is not seen.
 */
public final class Archive {
  static final String STATE = ".rfi-archiver";
  private static final Pattern YEAR = Pattern.compile("\\d{4}");
  private static final Pattern MONTH = Pattern.compile("0[1-9]|1[0-2]");

  /** In bytes, far beyond any state file. */
  private static final long LARGEST_STATE = 1 << 30;

  private static final String LINK = "is a symbolic link; an archive follows none";

  private final Path root;
  private final Map<YearMonth, MonthIndex> months = new ConcurrentHashMap<>();
  private final Map<YearMonth, Path> folders = new ConcurrentHashMap<>();
  private final Set<YearMonth> foundIn = ConcurrentHashMap.newKeySet();

  /** All months that have a folder; null until an article is looked for in all of them. */
  private @Nullable Set<YearMonth> everyMonth;

  /** The archive in the folder {@code root}, which need not exist yet. */
  public Archive(Path root) {
    this.root = root;
  }

  /** Its folder. */
  public Path root() {
    return root;
  }

  /**
   * Whether its folder exists.
   *
   * @throws ArchiveException where that cannot be determined
   */
  public boolean exists() throws ArchiveException {
    try {
      return attributes(root).filter(BasicFileAttributes::isDirectory).isPresent();
    } catch (IOException e) {
      throw ArchiveException.on(root, e);
    }
  }

  /** Where a file of this name belongs. */
  public Path path(ArticleFileName name) {
    return folder(name.month()).resolve(name.toString());
  }

  /**
   * All texts that are kept of the article at {@code address}, the first text first; empty where it
   * is unknown. A file counts whose name holds the address's key and which holds the same address.
   *
   * @param near the months in and beside which to look first; only where the article is not there,
   *     all months are looked through
   * @throws ArchiveException where a folder or a file of that key cannot be read
   */
  public List<SavedText> find(ArticleUrl address, Collection<YearMonth> near)
      throws ArchiveException {
    Set<YearMonth> beside = new TreeSet<>();
    for (YearMonth month : Set.copyOf(near)) {
      beside.addAll(List.of(month.minusMonths(1), month, month.plusMonths(1)));
    }
    List<SavedText> found = findIn(beside, address);
    return found.isEmpty() ? findIn(everyMonth(), address) : found;
  }

  /**
   * The name for the first text of an article that {@link #find} does not find: with 16 digits
   * where another article has its key.
   */
  ArticleFileName newName(Article article) throws ArchiveException {
    ArticleFileName name = ArticleFile.name(article);
    for (YearMonth month : everyMonth()) {
      if (index(month).texts(name.key()).stream().anyMatch(other -> !other.hasLongKey())) {
        return new ArticleFileName(
            article.published(), article.address().longKey(), Optional.empty());
      }
    }
    return name;
  }

  private List<SavedText> findIn(Collection<YearMonth> months, ArticleUrl address)
      throws ArchiveException {
    List<SavedText> found = new ArrayList<>();
    for (YearMonth month : months) {
      for (ArticleFileName name : index(month).texts(address.key())) {
        SavedText text = saved(name);
        if (isOf(address, text)) {
          found.add(text);
        }
      }
    }
    found.forEach(text -> foundIn.add(text.name().month()));
    found.sort(Comparator.comparing(SavedText::name));
    return found;
  }

  private synchronized Set<YearMonth> everyMonth() throws ArchiveException {
    if (everyMonth == null) {
      everyMonth = new ConcurrentSkipListSet<>(months());
    }
    return everyMonth;
  }

  /**
   * The names of all article files, by date, month folder after month folder.
   *
   * @throws UncheckedIOException from the stream, where a folder cannot be read
   */
  public Stream<ArticleFileName> names() throws ArchiveException {
    return months().stream().flatMap(this::files);
  }

  /**
   * Everything that lies in the month folders, article file or not, in the order of its path, and
   * what stands in the place of a year's or month's folder: a symbolic link, or a file.
   *
   * @throws UncheckedIOException from the stream, where a folder cannot be read
   */
  public Stream<Path> contents() throws ArchiveException {
    List<Path> inPlaces = new ArrayList<>();
    try {
      for (Path year : named(root, YEAR)) {
        for (Path month : isFolder(year) ? named(year, MONTH) : List.of(year)) {
          inPlaces.add(month);
        }
      }
    } catch (UncheckedIOException e) {
      throw ArchiveException.on(root, cause(e));
    }
    return inPlaces.stream()
        .flatMap(path -> isFolder(path) ? entries(path).stream() : Stream.of(path));
  }

  /**
   * What is wrong with one of the {@link #contents}, as a clause; empty where nothing is.
   *
   * @see Verifier
   */
  public Optional<String> problem(Path path) {
    Path below = root.relativize(path);
    try {
      return below.getNameCount() == 3 || !isFile(path)
          ? Verifier.problem(below, bytes(path))
          : Optional.of("is in the place of a folder");
    } catch (MalformedException e) {
      return Optional.of(e.reason());
    } catch (ArchiveException e) {
      return Optional.of(e.reason());
    } catch (IOException e) {
      return Optional.of(ArchiveException.reason(e));
    }
  }

  /** The months that have a folder, the earliest first. */
  public List<YearMonth> months() throws ArchiveException {
    try {
      List<YearMonth> months = new ArrayList<>();
      for (Path year : named(root, YEAR)) {
        for (Path month : isFolder(year) ? named(year, MONTH) : List.<Path>of()) {
          if (isFolder(month)) {
            months.add(YearMonth.parse(year.getFileName() + "-" + month.getFileName()));
          }
        }
      }
      return months;
    } catch (UncheckedIOException e) {
      throw ArchiveException.on(root, cause(e));
    }
  }

  /**
   * The names of the article files of one month, in their order; empty where it has no folder.
   *
   * @throws UncheckedIOException where its folder cannot be read
   */
  public List<ArticleFileName> names(YearMonth month) {
    return files(month).toList();
  }

  /**
   * Whether a file of this name exists.
   *
   * @throws ArchiveException where that cannot be determined
   */
  public boolean holds(ArticleFileName name) throws ArchiveException {
    try {
      return isFile(path(name));
    } catch (IOException e) {
      throw ArchiveException.on(path(name), e);
    }
  }

  /**
   * How many bytes a file has; 0 where there is none.
   *
   * @throws UncheckedIOException where that cannot be determined
   */
  public long size(ArticleFileName name) {
    try {
      return attributes(path(name), LinkOption.NOFOLLOW_LINKS)
          .map(BasicFileAttributes::size)
          .orElse(0L);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What an article file of this archive holds.
   *
   * @param path the {@link #path} of its name
   * @throws ArchiveException where it cannot be read
   * @throws MalformedException where it is no file, or larger than {@link ArticleFile#LARGEST};
   *     nothing of it is read then
   */
  public byte[] bytes(Path path) throws ArchiveException, MalformedException {
    return bytes(path, ArticleFile.LARGEST, ArticleFile.TOO_LARGE);
  }

  private static byte[] bytes(Path path, long largest, String tooLarge)
      throws ArchiveException, MalformedException {
    try {
      BasicFileAttributes file =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (file.isSymbolicLink()) {
        throw new MalformedException(path.toString(), LINK);
      }
      if (!file.isRegularFile()) {
        // A pipe would never end.
        throw new MalformedException(path.toString(), "is not a file");
      }
      if (file.size() > largest) {
        throw new MalformedException(path.toString(), tooLarge);
      }
      return whole(path, file.size());
    } catch (IOException e) {
      throw new ArchiveException(path, e);
    }
  }

  /** Not {@link Files#readAllBytes}, which asks the system twice as often. */
  private static byte[] whole(Path path, long size) throws IOException {
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) size);
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {
        // a read may give less than it was asked for
      }
      return bytes.hasRemaining() ? Arrays.copyOf(bytes.array(), bytes.position()) : bytes.array();
    }
  }

  /**
   * The article in a file of this archive.
   *
   * @throws ArchiveException where it cannot be read
   * @throws MalformedException where it is damaged
   */
  public Article read(ArticleFileName name) throws ArchiveException, MalformedException {
    Path path = path(name);
    return ArticleFile.parse(path.toString(), bytes(path));
  }

  /** Where a state file lies. */
  public Path statePath(String name) {
    return root.resolve(STATE).resolve(name);
  }

  /** The names of the state files that a glob finds, sorted. */
  public List<String> stateNames(String glob) throws ArchiveException {
    Path state = root.resolve(STATE);
    refuseLink(state);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(state, glob)) {
      List<String> names = new ArrayList<>();
      files.forEach(file -> names.add(file.getFileName().toString()));
      Collections.sort(names);
      return names;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw new ArchiveException(state, cause(e));
    } catch (IOException e) {
      throw new ArchiveException(state, e);
    }
  }

  /** The text of a state file, as it was last written; empty where there is none. */
  public Optional<String> state(String name) throws ArchiveException {
    Path path = statePath(name);
    refuseLink(root.resolve(STATE));
    try {
      if (attributes(path, LinkOption.NOFOLLOW_LINKS).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes(path, LARGEST_STATE, "is too large")))
              .toString());
    } catch (CharacterCodingException e) {
      throw new ArchiveException(path, "is not UTF-8");
    } catch (MalformedException e) {
      throw new ArchiveException(path, e.reason());
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  /** Whether anything lies under a file's name, or did when its month was read. */
  boolean isTaken(ArticleFileName name) throws ArchiveException {
    return index(name.month()).holds(name);
  }

  /** Forgets the names of a month, so that they are read again. */
  void forget(YearMonth month) {
    months.remove(month);
  }

  /**
   * The months in which articles were found. Their folders may hold names that a run which was
   * killed has not forced to disk.
   */
  Set<YearMonth> foundIn() {
    return Set.copyOf(foundIn);
  }

  /** Takes note of a file that was written. */
  void added(ArticleFileName name) {
    // Not get(): while another thread reads the folder, it would find nothing, and the file be
    // missed.
    months.computeIfPresent(
        name.month(),
        (month, names) -> {
          names.add(name);
          return names;
        });
    synchronized (this) {
      if (everyMonth != null) {
        everyMonth.add(name.month());
      }
    }
  }

  /** Takes note of a file that was deleted. */
  void removed(ArticleFileName name) {
    months.computeIfPresent(
        name.month(),
        (month, names) -> {
          names.remove(name);
          return names;
        });
  }

  Path folder(YearMonth month) {
    return folders.computeIfAbsent(
        month, wanted -> root.resolve(wanted.toString().replace('-', '/'))); // ISO 8601: 2023-10
  }

  /** The folder of the year that a month is in. */
  Path yearFolder(YearMonth month) {
    return root.resolve(month.toString().substring(0, 4)); // ISO 8601 as well
  }

  private MonthIndex index(YearMonth month) throws ArchiveException {
    try {
      return months.computeIfAbsent(month, unread -> new MonthIndex(month, inFolder(month)));
    } catch (UncheckedIOException e) {
      throw ArchiveException.on(folder(month), cause(e));
    }
  }

  private SavedText saved(ArticleFileName name) throws ArchiveException {
    try {
      return new SavedText.Whole(name, path(name), read(name));
    } catch (MalformedException e) {
      return new SavedText.Damaged(name, path(name), e.reason());
    }
  }

  private static boolean isOf(ArticleUrl address, SavedText text) {
    if (text.name().hasLongKey()) {
      // Whatever is in it: no third form of the key is left for another article.
      return text.name().key().equals(address.longKey());
    }
    // A damaged file keeps its article: its name says which, and verify says that it is damaged.
    return !(text instanceof SavedText.Whole whole) || whole.article().address().equals(address);
  }

  /** The names that belong into a month's folder, sorted, of those that are there. */
  private Stream<ArticleFileName> files(YearMonth month) {
    return inFolder(month).stream()
        .flatMap(name -> ArticleFileName.parse(name).stream())
        .filter(name -> name.month().equals(month))
        .sorted();
  }

  /**
   * The names in a month's folder, in no order; none where there is no such folder.
   *
   * @throws UncheckedIOException where it cannot be read. Not {@link java.io.File#list}, which
   *     takes an error in the middle of a folder for its end.
   */
  private List<String> inFolder(YearMonth month) {
    Path folder = folder(month);
    return isFolder(yearFolder(month)) && isFolder(folder)
        ? listed(folder).stream().map(Archive::name).toList()
        : List.of();
  }

  static void refuseLink(Path path) throws ArchiveException {
    try {
      if (attributes(path, LinkOption.NOFOLLOW_LINKS)
          .filter(BasicFileAttributes::isSymbolicLink)
          .isPresent()) {
        throw new ArchiveException(path, LINK);
      }
    } catch (IOException e) {
      throw ArchiveException.on(path, e);
    }
  }

  /** Makes sure that a folder inside the archive is one, where anything exists under its name. */
  static void refuseOther(Path folder) throws ArchiveException {
    refuseLink(folder);
    try {
      if (attributes(folder).filter(there -> !there.isDirectory()).isPresent()) {
        throw new ArchiveException(folder, "is not a folder");
      }
    } catch (IOException e) {
      throw ArchiveException.on(folder, e);
    }
  }

  /**
   * The attributes of a file or folder; empty where it does not exist. Unlike {@link Files#exists}
   * and {@link Files#isDirectory}, this does not take an error for an absent file.
   */
  static Optional<BasicFileAttributes> attributes(Path path, LinkOption... options)
      throws IOException {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, options));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean isFile(Path path) throws IOException {
    return attributes(path, LinkOption.NOFOLLOW_LINKS)
        .filter(BasicFileAttributes::isRegularFile)
        .isPresent();
  }

  private static boolean isFolder(Path path) {
    try {
      return attributes(path, LinkOption.NOFOLLOW_LINKS)
          .filter(BasicFileAttributes::isDirectory)
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> entries(Path folder) {
    List<Path> entries = listed(folder);
    entries.sort(Comparator.naturalOrder());
    return entries;
  }

  private static List<Path> listed(Path folder) {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (NoSuchFileException e) {
      return entries;
    } catch (DirectoryIteratorException e) {
      throw new UncheckedIOException(cause(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static List<Path> named(Path folder, Pattern form) {
    return entries(folder).stream().filter(path -> form.matcher(name(path)).matches()).toList();
  }

  /** Both kinds of exception that say so from within an iteration always bear the real one. */
  private static IOException cause(RuntimeException e) {
    return e.getCause() instanceof IOException cause ? cause : new IOException(e);
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
