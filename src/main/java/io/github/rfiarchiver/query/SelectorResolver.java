package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.ArticleUrl;
import io.github.rfiarchiver.article.PublishedDate;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Resolves selectors to saved texts. A selector is a path or file name, a key or the start of a
 * key, a URL, a day or a month. A path selects one text; the others select articles, of which the
 * newest text is taken, or all texts with {@link ArticleFilter#allRevisions}.
 */
public final class SelectorResolver {
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{1,16}");
  private static final Pattern URL = Pattern.compile("(?i)https?://.*");
  private static final int NAMED_CANDIDATES = 8;

  /** Sorts after all hexadecimal digits. */
  private static final String AFTER_HEX = "g";

  private final Archive archive;
  private final ArticleFilter selection;
  private final Instant now;
  private final List<ArticleFileName> names = new ArrayList<>();
  private final List<MalformedException> failures = new ArrayList<>();

  /** All names of the archive; empty where no selector is a key. */
  private final NavigableMap<String, List<ArticleFileName>> byKey = new TreeMap<>();

  private SelectorResolver(Archive archive, ArticleFilter selection, Instant now) {
    this.archive = archive;
    this.selection = selection;
    this.now = now;
  }

  /**
   * The result.
   *
   * @param names in the order of the selectors, reversed where the selection is; without those out
   *     of the selection's dates
   * @param failures the errors of selectors that match nothing or are ambiguous
   */
  public record Found(List<ArticleFileName> names, List<MalformedException> failures) {
    public Found {
      names = List.copyOf(names);
      failures = List.copyOf(failures);
    }
  }

  /**
   * Resolves selectors. The archive's names are read at most once for all keys.
   *
   * @param now the reference of durations in dates
   * @throws ArchiveException where the archive's folder, or a file with the key of a URL, cannot be
   *     read
   * @throws UncheckedIOException where a month's folder cannot be read
   */
  public static Found find(
      Archive archive, ArticleFilter selection, List<String> selectors, Instant now)
      throws ArchiveException {
    SelectorResolver resolver = new SelectorResolver(archive, selection, now);
    if (selectors.stream().anyMatch(selector -> KEY.matcher(selector).matches())) {
      resolver.readKeys();
    }
    for (String selector : selectors) {
      try {
        resolver.add(selector);
      } catch (MalformedException e) {
        resolver.failures.add(e);
      }
    }
    if (selection.reverse()) {
      Collections.reverse(resolver.names);
    }
    return new Found(resolver.names, resolver.failures);
  }

  private void readKeys() throws ArchiveException {
    for (YearMonth month : archive.months()) {
      for (ArticleFileName name : archive.names(month)) {
        byKey.computeIfAbsent(name.key(), key -> new ArrayList<>()).add(name);
      }
    }
  }

  private void add(String selector) throws MalformedException, ArchiveException {
    if (URL.matcher(selector).matches()) {
      addUrl(selector);
    } else if (DateRange.looksLikeOne(selector)) {
      addRange(selector);
    } else if (KEY.matcher(selector).matches()) {
      addKey(selector);
    } else {
      addPath(selector);
    }
  }

  private void addUrl(String selector) throws MalformedException, ArchiveException {
    ArticleUrl url = ArticleUrl.of(selector);
    List<YearMonth> month = url.day().map(YearMonth::from).stream().toList();
    List<ArticleFileName> found = archive.find(url, month).stream().map(SavedText::name).toList();
    if (found.isEmpty()) {
      throw new MalformedException(selector, "is not in the archive " + archive.root());
    }
    names.addAll(selection.select(found));
  }

  private void addRange(String selector) throws MalformedException, ArchiveException {
    DateRange range = DateRange.parse(selector, now);
    ArticleFilter within =
        new ArticleFilter(
            range.start(),
            range.end(),
            null,
            null,
            false,
            ArticleFilter.UNLIMITED,
            selection.allRevisions());
    List<ArticleFileName> found =
        within.names(archive).collect(Collectors.toCollection(ArrayList::new));
    if (found.isEmpty()) {
      throw new MalformedException(
          selector, "no article of that date is in the archive " + archive.root());
    }
    found.removeIf(name -> !selection.accepts(name.published()));
    names.addAll(found);
  }

  private void addKey(String selector) throws MalformedException {
    String key = selector.toLowerCase(Locale.ROOT);
    List<ArticleFileName> exact = byKey.get(key); // a longer key may begin with this one
    if (exact != null) {
      names.addAll(selection.select(exact));
      return;
    }
    NavigableMap<String, List<ArticleFileName>> found =
        byKey.subMap(key, true, key + AFTER_HEX, false);
    if (found.isEmpty()) {
      throw new MalformedException(
          selector, "no article with this key is in the archive " + archive.root());
    }
    if (found.size() > 1) {
      String keys =
          found.entrySet().stream()
              .limit(NAMED_CANDIDATES)
              .map(entry -> entry.getKey() + " (" + day(entry.getValue().get(0)) + ")")
              .collect(Collectors.joining(", "));
      int others = found.size() - NAMED_CANDIDATES;
      throw new MalformedException(
          selector,
          "is the beginning of more than one key: "
              + keys
              + (others > 0 ? " and " + others + " others" : ""));
    }
    names.addAll(selection.select(found.firstEntry().getValue()));
  }

  private void addPath(String selector) throws MalformedException, ArchiveException {
    Path path;
    try {
      path = Path.of(selector);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(selector, "is not a valid path");
    }
    Optional<ArticleFileName> name =
        Optional.ofNullable(path.getFileName())
            .flatMap(file -> ArticleFileName.parse(file.toString()));
    if (name.isEmpty()) {
      throw new MalformedException(
          selector,
          "is not a path, key, URL or date of an article; a date is 2023-10-28 or 2023-10");
    }
    Path own = archive.path(name.get());
    boolean bare = path.getNameCount() == 1 && !path.isAbsolute();
    boolean inside =
        bare
            || archive.root().resolve(path).normalize().equals(own.normalize())
            || path.toAbsolutePath().normalize().equals(own.toAbsolutePath().normalize());
    if (!inside || !archive.holds(name.get())) {
      throw new MalformedException(selector, "is not a file of the archive " + archive.root());
    }
    if (selection.accepts(name.get().published())) {
      names.add(name.get());
    }
  }

  private static String day(ArticleFileName name) {
    return PublishedDate.day(name.published()).toString();
  }
}
