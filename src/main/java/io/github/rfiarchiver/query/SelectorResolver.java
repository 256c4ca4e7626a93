package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.Count;
import io.github.rfiarchiver.article.PublishedDate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Resolves selectors to saved texts. A selector is a path or file name, a key or the start of a
 * key, a URL, a date, or a folder of the archive. A file selects one text; the others select
 * articles, of which the newest text is taken, or all texts with {@link
 * ArticleFilter#allRevisions}.
 */
public final class SelectorResolver {
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{1,16}");
  private static final Pattern URL = Pattern.compile("(?i)https?://.*");
  private static final int NAMED_CANDIDATES = 8;

  /** The folder of a year or a month, as a path in the archive. */
  private static final Pattern FOLDER = Pattern.compile("\\d{4}(/(0[1-9]|1[0-2]))?");

  /** What may be meant for a date and is the beginning of a key, if anything. */
  private static final Pattern LIKE_A_DATE = Pattern.compile("\\d{1,8}d?");

  private static final String OF_DATE = "no article of that date is in";

  /** Sorts after all hexadecimal digits. */
  private static final String AFTER_HEX = "g";

  private final Archive archive;
  private final boolean allRevisions;
  private final Clock clock;

  /** All names of the archive; empty until a selector is a key. */
  private final SortedMap<String, List<ArticleFileName>> byKey = new TreeMap<>();

  private SelectorResolver(Archive archive, boolean allRevisions, Clock clock) {
    this.archive = archive;
    this.allRevisions = allRevisions;
    this.clock = clock;
  }

  /**
   * Resolves selectors. The archive's names are read at most once for all keys.
   *
   * @param clock the user's time zone, and the current day
   * @param failed receives the errors of selectors that match nothing or are ambiguous
   * @return the names in the order of the selectors, reversed where the selection is; without those
   *     out of the selection's dates
   * @throws ArchiveException where the archive's folder cannot be read
   * @throws java.io.UncheckedIOException where a month's folder cannot be read
   */
  public static List<ArticleFileName> find(
      Archive archive,
      ArticleFilter selection,
      List<String> selectors,
      Clock clock,
      Consumer<MalformedException> failed)
      throws ArchiveException {
    SelectorResolver resolver = new SelectorResolver(archive, selection.allRevisions(), clock);
    List<ArticleFileName> names = new ArrayList<>();
    for (String selector : selectors) {
      try {
        names.addAll(resolver.names(selector));
      } catch (MalformedException e) {
        failed.accept(e);
      }
    }
    names.removeIf(name -> !selection.accepts(name.published()));
    if (selection.reverse()) {
      Collections.reverse(names);
    }
    return names;
  }

  private List<ArticleFileName> names(String selector) throws MalformedException, ArchiveException {
    boolean isKey = KEY.matcher(selector).matches();
    if (DateRange.looksLikeOne(selector)) {
      List<ArticleFileName> found = ofDates(DateRange.parse(selector, clock));
      if (!isKey || !found.isEmpty()) { // a year may be the beginning of a key
        return existing(selector, found, OF_DATE);
      }
    }
    if (URL.matcher(selector).matches()) {
      List<ArticleFileName> found =
          archive.find(ArticleUrl.of(selector), List.of()).stream().map(SavedText::name).toList();
      return existing(selector, filter(null, null).select(found), "is not in");
    }
    return isKey ? ofKey(selector) : ofPath(selector);
  }

  /** What is selected of the texts of a selector, in the order of their dates. */
  private ArticleFilter filter(@Nullable Instant since, @Nullable Instant until) {
    return new ArticleFilter(since, until, null, null, false, allRevisions);
  }

  private List<ArticleFileName> ofDates(DateRange range) throws ArchiveException {
    return filter(range.start(), range.end()).names(archive).toList();
  }

  /** The same names; an error if there is none. */
  private List<ArticleFileName> existing(String selector, List<ArticleFileName> found, String none)
      throws MalformedException {
    if (found.isEmpty()) {
      throw new MalformedException(selector, none + " the archive " + archive.root());
    }
    return found;
  }

  private List<ArticleFileName> ofKey(String selector) throws MalformedException, ArchiveException {
    if (byKey.isEmpty()) {
      archive
          .names()
          .forEach(name -> byKey.computeIfAbsent(name.key(), key -> new ArrayList<>()).add(name));
    }
    String key = selector.toLowerCase(Locale.ROOT);
    String end = byKey.containsKey(key) ? "\0" : AFTER_HEX; // a longer key may begin with this one
    SortedMap<String, List<ArticleFileName>> found = byKey.subMap(key, key + end);
    if (found.isEmpty()) {
      boolean isDate = DateRange.looksLikeOne(selector);
      String none = isDate ? OF_DATE : "no article with this key is in";
      String hint = !isDate && LIKE_A_DATE.matcher(selector).matches() ? DateRange.HINT : "";
      throw new MalformedException(selector, none + " the archive " + archive.root() + hint);
    }
    if (found.size() > 1) {
      String keys =
          found.values().stream()
              .map(texts -> texts.get(0))
              .limit(NAMED_CANDIDATES)
              .map(name -> name.key() + " (" + PublishedDate.day(name.published()) + ")")
              .collect(Collectors.joining(", "));
      int others = found.size() - NAMED_CANDIDATES;
      String more = others > 0 ? " and " + Count.of(others, "other", "others") : "";
      throw new MalformedException(
          selector, "is the beginning of more than one key: " + keys + more);
    }
    return filter(null, null).select(found.values().iterator().next());
  }

  private List<ArticleFileName> ofPath(String selector)
      throws MalformedException, ArchiveException {
    Path path;
    try {
      path = Path.of(selector);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(selector, "is not a valid path");
    }
    Path root = real(archive.root());
    Path given = real(path);
    if (given.equals(root) && !selector.isEmpty()) {
      return existing(selector, ofDates(new DateRange(Instant.MIN, Instant.MAX)), OF_DATE);
    }
    // As seen from the working folder, and from the archive.
    List<String> below =
        Stream.of(given, real(root.resolve(path)))
            .map(file -> root.relativize(file).toString())
            .toList();
    Optional<String> folder = below.stream().filter(FOLDER.asMatchPredicate()).findFirst();
    if (folder.isPresent()) {
      DateRange range = DateRange.parse(folder.get(), clock.withZone(ZoneOffset.UTC));
      return existing(selector, ofDates(range), OF_DATE);
    }
    String none = "is not a path, key, URL or date of an article" + DateRange.HINT;
    ArticleFileName name =
        ArticleFileName.parse(path).orElseThrow(() -> new MalformedException(selector, none));
    String file = archive.root().relativize(archive.path(name)).toString();
    boolean isInside = path.equals(path.getFileName()) || below.contains(file);
    boolean exists = isInside && archive.hasFile(name);
    return existing(selector, exists ? List.of(name) : List.of(), "is not a file of");
  }

  /** A path without symbolic links; as it is, if nothing is there. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
