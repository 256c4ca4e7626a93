package io.github.rfiarchiver.archive;

import io.github.rfiarchiver.ArchiverException;
import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.article.Article;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An archive: a folder of article files, {@code YYYY/MM/NAME}, beside them what {@link RawStore}
 * and {@link ArchiveWriter} keep, and no database. The names are the index: an article is found by
 * the key in the name of its file, first in the folders of the months that it may be of, so the
 * look-up of a known article costs what those months hold. A folder that does not exist is an empty
 * archive. Symbolic links inside it are not followed.
 *
 * <p>Safe to share among threads. For look-ups, the names in a month's folder are read once: what
 * another process adds later is not found.
 */
public final class Archive {
  static final String STATE = ".rfi-archiver";
  private static final String YEAR = "\\d{4}";
  private static final String MONTH = "0[1-9]|1[0-2]";

  /** In bytes, far beyond any state file. */
  private static final int LARGEST_STATE = 1 << 30;

  private final Path root;

  /** Receives the errors of folders that cannot be listed; null where these are thrown. */
  private final @Nullable Consumer<ArchiveException> told;

  /** The folders that {@link #told} has received. */
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();

  /** The names in the folders of months, by the first 10 digits of the keys in them. */
  private final Map<YearMonth, Map<String, List<String>>> months = new HashMap<>();

  private final Set<YearMonth> foundIn = ConcurrentHashMap.newKeySet();

  /** All months that have a folder; null until an article is looked for in all of them. */
  private @Nullable Set<YearMonth> everyMonth;

  /** The archive in the folder {@code root}, which need not exist yet. */
  public Archive(Path root) {
    this(root, null);
  }

  private Archive(Path root, @Nullable Consumer<ArchiveException> told) {
    this.root = root;
    this.told = told;
  }

  /**
   * The same archive, only for reading: a folder in it that cannot be listed counts as empty.
   *
   * @param told receives the error of each such folder once
   */
  public Archive tolerating(Consumer<ArchiveException> told) {
    return new Archive(root, told);
  }

  /** Its folder. */
  public Path root() {
    return root;
  }

  /**
   * Whether its folder exists.
   *
   * @throws ArchiveException if that cannot be determined
   */
  public boolean exists() throws ArchiveException {
    return Disk.attributes(root).filter(BasicFileAttributes::isDirectory).isPresent();
  }

  /** The path of a file of this name, whether it exists or not. */
  public Path path(ArticleFileName name) {
    return folder(name.month()).resolve(name.toString());
  }

  /**
   * All saved texts of the article at {@code url}, the first text first; empty if it is unknown. A
   * file counts if its name has the key of the URL, and it holds the same URL or is damaged.
   *
   * @param dates the dates that are known of it besides the one in its URL: their months, and those
   *     beside them, are looked into first; all others only if it is not in these
   * @throws ArchiveException if a folder cannot be read
   */
  public List<SavedText> find(ArticleUrl url, Collection<Instant> dates) throws ArchiveException {
    Set<YearMonth> near = new TreeSet<>();
    List<Instant> all = new ArrayList<>(dates);
    url.dayStart().ifPresent(all::add);
    for (Instant date : all) {
      YearMonth month = YearMonth.from(date.atZone(ZoneOffset.UTC));
      near.addAll(List.of(month.minusMonths(1), month, month.plusMonths(1)));
    }
    List<SavedText> found = findIn(near, url);
    return found.isEmpty() ? findIn(everyMonth(), url) : found;
  }

  /** Whether one of the saved texts of the article at {@code url} is whole. */
  public boolean holds(ArticleUrl url) throws ArchiveException {
    return find(url, List.of()).stream().anyMatch(SavedText.Whole.class::isInstance);
  }

  /**
   * The name for the first text of an article that {@link #find} does not find: with 16 digits
   * where another article has its key.
   */
  ArticleFileName newName(Article article) throws ArchiveException {
    ArticleFileName name = ArticleFile.name(article);
    for (YearMonth month : everyMonth()) {
      if (texts(month, name.key()).stream().anyMatch(other -> !other.hasLongKey())) {
        return new ArticleFileName(article.published(), article.url().longKey());
      }
    }
    return name;
  }

  private List<SavedText> findIn(Collection<YearMonth> months, ArticleUrl url)
      throws ArchiveException {
    List<SavedText> found = new ArrayList<>();
    String key = url.key();
    for (YearMonth month : months) {
      for (ArticleFileName name : texts(month, key)) {
        SavedText text = saved(name);
        if (isOf(url, text)) {
          found.add(text);
          foundIn.add(month);
        }
      }
    }
    found.sort(Comparator.comparing(SavedText::name));
    return found;
  }

  private static boolean isOf(ArticleUrl url, SavedText text) {
    if (text.name().hasLongKey()) {
      // Whatever the file holds: there is no third form of the key for another article.
      return text.name().key().equals(url.longKey());
    }
    // An unreadable or damaged file counts for its article: its name says which; verify reports it.
    return !(text instanceof SavedText.Whole whole) || whole.article().url().equals(url);
  }

  private synchronized Set<YearMonth> everyMonth() throws ArchiveException {
    if (everyMonth == null) {
      everyMonth = new ConcurrentSkipListSet<>(months());
    }
    return everyMonth;
  }

  private synchronized List<ArticleFileName> texts(YearMonth month, String shortKey)
      throws ArchiveException {
    Map<String, List<String>> index = months.get(month);
    if (index == null) {
      index =
          inFolder(month).stream()
              .collect(
                  Collectors.groupingBy(
                      ArticleFileName::shortKeyIn, Collectors.toCollection(ArrayList::new)));
      months.put(month, index);
    }
    // Parsed only here: a month may hold thousands of names, of which a run looks up a few.
    return articles(month, index.getOrDefault(shortKey, List.of()).stream()).toList();
  }

  /** Whether a file has this name, or had when its month was read. */
  public boolean hasFile(ArticleFileName name) throws ArchiveException {
    return texts(name.month(), name.shortKey()).contains(name);
  }

  /** Forgets the names of a month, so that they are read again. */
  synchronized void forget(YearMonth month) {
    months.remove(month);
  }

  /**
   * The months in which articles were found. Their folders may hold names that a killed run has not
   * forced to disk.
   */
  Set<YearMonth> foundIn() {
    return Set.copyOf(foundIn);
  }

  /** Adds a file that was written to what is known of its month. */
  synchronized void added(ArticleFileName name) {
    Map<String, List<String>> index = months.get(name.month());
    if (index != null) {
      index.computeIfAbsent(name.shortKey(), key -> new ArrayList<>(1)).add(name.toString());
    }
    if (everyMonth != null) {
      everyMonth.add(name.month());
    }
  }

  /**
   * The names of all article files, by date, month folder after month folder.
   *
   * @throws UncheckedIOException from the stream, where a folder cannot be read
   */
  public Stream<ArticleFileName> names() throws ArchiveException {
    return months().stream().flatMap(month -> names(month).stream());
  }

  /**
   * The names of the article files of one month, in their order; empty if it has no folder.
   *
   * @throws UncheckedIOException if its folder cannot be read
   */
  public List<ArticleFileName> names(YearMonth month) {
    return articles(month, unchecked(() -> inFolder(month)).parallelStream()).sorted().toList();
  }

  private static Stream<ArticleFileName> articles(YearMonth month, Stream<String> names) {
    return names
        .flatMap(name -> ArticleFileName.parse(name).stream())
        .filter(name -> name.month().equals(month));
  }

  /** The months that have a folder, the earliest first. */
  public List<YearMonth> months() throws ArchiveException {
    List<YearMonth> all = new ArrayList<>();
    for (Path place : places()) {
      if (isMonth(place)) {
        int last = place.getNameCount() - 1;
        all.add(YearMonth.parse(place.getName(last - 1) + "-" + place.getName(last)));
      }
    }
    return all;
  }

  /**
   * Everything in the month folders, article file or not, in the order of its path, and whatever is
   * beside them in the year folders or in the place of one: a symbolic link, a file, an archive
   * that was copied into the year of another.
   *
   * @throws UncheckedIOException from the stream, where a folder cannot be read
   */
  public Stream<Path> contents() throws ArchiveException {
    return places().stream()
        .flatMap(
            place -> unchecked(() -> isMonth(place) ? entries(place) : List.of(place)).stream());
  }

  /**
   * Those of the {@link #contents} that are in the place of a folder: no article in them is read.
   */
  public List<Path> misplaced() throws ArchiveException {
    List<Path> misplaced = new ArrayList<>();
    for (Path place : places()) {
      if (isNamedAsFolder(place) && !Disk.isFolder(place)) {
        misplaced.add(place);
      }
    }
    return misplaced;
  }

  private static boolean isMonth(Path place) throws ArchiveException {
    return name(place).matches(MONTH) && Disk.isFolder(place);
  }

  private static boolean isNamedAsFolder(Path place) {
    return name(place).matches(YEAR + "|" + MONTH);
  }

  /** What is in the folder of a year, or has its path and is not a folder. */
  private List<Path> places() throws ArchiveException {
    List<Path> places = new ArrayList<>();
    for (Path year : Disk.entries(root)) {
      if (name(year).matches(YEAR)) {
        places.addAll(Disk.isFolder(year) ? entries(year) : List.of(year));
      }
    }
    return places;
  }

  /** The names in a month's folder; none if it does not exist, or is a symbolic link. */
  private List<String> inFolder(YearMonth month) throws ArchiveException {
    Path folder = folder(month);
    return Disk.isFolder(folder.resolveSibling("")) && Disk.isFolder(folder)
        ? entries(folder).stream().map(Archive::name).toList()
        : List.of();
  }

  /** What a folder contains, in the order of its names. */
  List<Path> entries(Path folder) throws ArchiveException {
    try {
      return Disk.entries(folder);
    } catch (ArchiveException e) {
      if (told == null) {
        throw e;
      }
      if (unreadable.add(e.subject())) {
        told.accept(e);
      }
      return List.of();
    }
  }

  private interface Reading<T> {
    T read() throws ArchiveException;
  }

  /** For streams, whose functions may not throw checked exceptions. */
  private static <T> T unchecked(Reading<T> reading) {
    try {
      return reading.read();
    } catch (ArchiveException e) {
      throw new UncheckedIOException((IOException) Objects.requireNonNull(e.getCause()));
    }
  }

  /**
   * What is wrong with one of the {@link #contents}, as a clause; empty if nothing is.
   *
   * @see Verifier
   */
  public Optional<String> problem(Path path) {
    Path below = root.relativize(path);
    try {
      byte[] bytes = bytes(path);
      if (below.getNameCount() < 3 && isNamedAsFolder(path)) {
        return Optional.of("is in the place of a folder");
      }
      Optional<String> problem = Verifier.problem(below, bytes);
      return problem.isEmpty() && isOrphan(path)
          ? Optional.of("is a revision whose first text is missing")
          : problem;
    } catch (ArchiverException e) {
      return Optional.of(e.reason());
    }
  }

  /** Whether it is a revision of a first text that does not exist: that was lost, or renamed. */
  private boolean isOrphan(Path path) throws ArchiveException {
    ArticleFileName name = ArticleFileName.parse(path).orElseThrow();
    return name.isRevision() && !hasFile(name.first());
  }

  /**
   * The size of a file of this archive in bytes; 0 if it does not exist.
   *
   * @throws UncheckedIOException if that cannot be determined
   */
  public long size(Path file) {
    return unchecked(() -> Disk.attributes(file, LinkOption.NOFOLLOW_LINKS))
        .map(BasicFileAttributes::size)
        .orElse(0L);
  }

  /**
   * The bytes of an article file of this archive.
   *
   * @param path the {@link #path} of its name
   * @throws ArchiveException if it cannot be read
   * @throws MalformedException if it is not a file, or larger than {@link ArticleFile#LARGEST};
   *     nothing of it is read then
   */
  public byte[] bytes(Path path) throws ArchiveException, MalformedException {
    return Disk.read(path, ArticleFile.LARGEST, ArticleFile.TOO_LARGE);
  }

  /**
   * The article in a file of this archive.
   *
   * @throws ArchiveException if it cannot be read
   * @throws MalformedException if it is damaged
   */
  public Article read(ArticleFileName name) throws ArchiveException, MalformedException {
    Path path = path(name);
    return ArticleFile.parse(path.toString(), bytes(path));
  }

  /** The text in a file; that it cannot be read, or is damaged, is part of the result. */
  public SavedText saved(ArticleFileName name) {
    try {
      return new SavedText.Whole(name, path(name), read(name));
    } catch (ArchiverException e) {
      return new SavedText.Damaged(name, path(name), e.reason());
    }
  }

  /** The path of a state file, whether it exists or not. */
  public Path statePath(String name) {
    return root.resolve(STATE).resolve(name);
  }

  /** The names of the state files that a regular expression matches, sorted. */
  public List<String> stateNames(String regex) throws ArchiveException {
    Path state = root.resolve(STATE);
    Disk.refuseOther(state);
    return Disk.entries(state).stream()
        .map(Archive::name)
        .filter(name -> name.matches(regex))
        .toList();
  }

  /** The text of a state file, as it was last written; empty if it does not exist. */
  public Optional<String> state(String name) throws ArchiveException {
    Path path = statePath(name);
    Disk.refuseOther(root.resolve(STATE));
    if (Disk.attributes(path, LinkOption.NOFOLLOW_LINKS).isEmpty()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Disk.read(path, LARGEST_STATE, "is too large");
      return Optional.of(ArticleFile.utf8(path.toString(), bytes));
    } catch (MalformedException e) {
      throw new ArchiveException(path, e.reason() + "; repair it, or move it away");
    }
  }

  Path folder(YearMonth month) {
    return root.resolve(month.toString().replace('-', '/')); // ISO 8601: 2023-10
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
