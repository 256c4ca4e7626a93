package io.github.rfiarchiver.query;

import io.github.rfiarchiver.MalformedException;
import io.github.rfiarchiver.archive.Archive;
import io.github.rfiarchiver.archive.ArchiveException;
import io.github.rfiarchiver.archive.ArticleFileName;
import io.github.rfiarchiver.archive.SavedText;
import io.github.rfiarchiver.article.ArticleUrl;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
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
 * Finds the texts that selectors name: paths and names of files, keys and the beginnings of keys,
 * addresses, days and months. A path names that text alone; the others an article, of which the
 * newest text is taken, or all where the selection says so.
 */
public final class SelectorResolver {
  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{1,16}");
  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*");
  private static final int NAMED_CANDIDATES = 8;

  /** Sorts behind all hexadecimal digits. */
  private static final String BEHIND_HEX = "g";

  private final Archive archive;
  private final ArticleFilter selection;
  private final Instant now;
  private final List<ArticleFileName> names = new ArrayList<>();
  private final List<MalformedException> failures = new ArrayList<>();

  /** All names of the archive, where a selector is a key. */
  private final NavigableMap<String, List<ArticleFileName>> byKey = new TreeMap<>();

  private SelectorResolver(Archive archive, ArticleFilter selection, Instant now) {
    this.archive = archive;
    this.selection = selection;
    this.now = now;
  }

  /**
   * What selectors name.
   *
   * @param names in the order of the selectors, or backwards where the selection is reversed; those
   *     outside the selection's dates are left out
   * @param failures the selectors that name nothing, or too much, each with what is wrong
   */
  public record Found(List<ArticleFileName> names, List<MalformedException> failures) {
    public Found {
      names = List.copyOf(names);
      failures = List.copyOf(failures);
    }
  }

  /**
   * Finds what selectors name. The archive's names are read once at most for all keys.
   *
   * @param now what a duration would be counted from
   * @throws ArchiveException where the archive's folder, or a file with the key of an address,
   *     cannot be read
   * @throws UncheckedIOException where a month's folder cannot be read
   */
  public static Found find(
      Archive archive, ArticleFilter selection, List<String> selectors, Instant now)
      throws ArchiveException {
    SelectorResolver finder = new SelectorResolver(archive, selection, now);
    if (selectors.stream().anyMatch(selector -> KEY.matcher(selector).matches())) {
      finder.readKeys();
    }
    for (String selector : selectors) {
      try {
        finder.add(selector);
      } catch (MalformedException e) {
        finder.failures.add(e);
      }
    }
    if (selection.reverse()) {
      Collections.reverse(finder.names);
    }
    return new Found(finder.names, finder.failures);
  }

  private void readKeys() throws ArchiveException {
    for (YearMonth month : archive.months()) {
      for (ArticleFileName name : archive.names(month)) {
        byKey.computeIfAbsent(name.key(), key -> new ArrayList<>()).add(name);
      }
    }
  }

  private void add(String selector) throws MalformedException, ArchiveException {
    if (ADDRESS.matcher(selector).matches()) {
      address(selector);
    } else if (DateRange.looksLikeOne(selector)) {
      period(selector);
    } else if (KEY.matcher(selector).matches()) {
      key(selector);
    } else {
      path(selector);
    }
  }

  private void address(String selector) throws MalformedException, ArchiveException {
    ArticleUrl url = ArticleUrl.of(selector);
    List<YearMonth> month = url.day().map(YearMonth::from).stream().toList();
    List<ArticleFileName> found = archive.find(url, month).stream().map(SavedText::name).toList();
    if (found.isEmpty()) {
      throw new MalformedException(selector, "is not in the archive " + archive.root());
    }
    names.addAll(selection.select(found));
  }

  private void period(String selector) throws MalformedException, ArchiveException {
    DateRange period = DateRange.parse(selector, now);
    ArticleFilter within =
        new ArticleFilter(
            period.start(),
            period.end(),
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

  private void key(String selector) throws MalformedException {
    String key = selector.toLowerCase(Locale.ROOT);
    List<ArticleFileName> exact = byKey.get(key); // a longer key may begin with this one
    if (exact != null) {
      names.addAll(selection.select(exact));
      return;
    }
    NavigableMap<String, List<ArticleFileName>> found =
        byKey.subMap(key, true, key + BEHIND_HEX, false);
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

  private void path(String selector) throws MalformedException, ArchiveException {
    Path path;
    try {
      path = Path.of(selector);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(selector, "is no path");
    }
    Optional<ArticleFileName> name =
        Optional.ofNullable(path.getFileName())
            .flatMap(file -> ArticleFileName.parse(file.toString()));
    if (name.isEmpty()) {
      throw new MalformedException(
          selector,
          "is no path, key, address or date of an article; a date is 2023-10-28 or 2023-10");
    }
    Path own = archive.path(name.get());
    boolean bare = path.getNameCount() == 1 && !path.isAbsolute();
    boolean inside =
        bare
            || archive.root().resolve(path).normalize().equals(own.normalize())
            || path.toAbsolutePath().normalize().equals(own.toAbsolutePath().normalize());
    if (!inside || !archive.holds(name.get())) {
      throw new MalformedException(selector, "is no file of the archive " + archive.root());
    }
    if (selection.accepts(name.get().published())) {
      names.add(name.get());
    }
  }

  private static String day(ArticleFileName name) {
    return name.published().atZone(ZoneOffset.UTC).toLocalDate().toString();
  }
}
