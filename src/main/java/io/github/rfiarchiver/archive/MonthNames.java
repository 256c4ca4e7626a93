package io.github.rfiarchiver.archive;

import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names in one month's folder, by the keys in them. A run asks for a few keys of the thousands
 * that a month may hold, so a name is read as a name only when its key is asked for. Safe to share
 * among threads.
 */
final class MonthNames {
  /** Where the key stands: behind 20231028T094502Z and a hyphen. */
  private static final int KEY_START = 17;

  private static final int KEY_END = 27;

  private final YearMonth month;
  private final Map<String, Set<String>> byKey = new ConcurrentHashMap<>();

  MonthNames(YearMonth month, Collection<Path> files) {
    this.month = month;
    files.forEach(file -> add(String.valueOf(file.getFileName())));
  }

  /** The texts with a key that belong into the month, in no order. */
  List<ArticleFileName> texts(String key) {
    return byKey.getOrDefault(key, Set.of()).stream()
        .flatMap(name -> ArticleFileName.parse(name).stream())
        .filter(name -> name.month().equals(month))
        .toList();
  }

  void add(ArticleFileName name) {
    add(name.toString());
  }

  private void add(String name) {
    if (name.length() > KEY_END) {
      byKey
          .computeIfAbsent(
              name.substring(KEY_START, KEY_END), key -> ConcurrentHashMap.newKeySet(2))
          .add(name);
    }
  }
}
