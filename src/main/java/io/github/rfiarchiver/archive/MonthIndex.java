package io.github.rfiarchiver.archive;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file names in one month's folder, by the short key in them. A run looks up a few of the
 * thousands of names that a month may hold, so a name is parsed only when its key is looked up.
 * Safe to share among threads.
 */
final class MonthIndex {
  private static final int KEY_START = "20231028T094502Z-".length();
  private static final int KEY_END = KEY_START + 10;

  private final YearMonth month;
  private final Map<String, List<String>> byKey = new HashMap<>();

  MonthIndex(YearMonth month, List<String> names) {
    this.month = month;
    names.forEach(this::add);
  }

  /** The names that are of this month and whose keys begin with 10 digits, in no order. */
  synchronized List<ArticleFileName> texts(String shortKey) {
    return byKey.getOrDefault(shortKey, List.of()).stream()
        .flatMap(name -> ArticleFileName.parse(name).stream())
        .filter(name -> name.month().equals(month))
        .toList();
  }

  synchronized boolean holds(ArticleFileName name) {
    return byKey.getOrDefault(name.shortKey(), List.of()).contains(name.toString());
  }

  synchronized void add(String name) {
    if (name.length() > KEY_END) {
      String key = name.substring(KEY_START, KEY_END);
      byKey.computeIfAbsent(key, absent -> new ArrayList<>(1)).add(name);
    }
  }

  synchronized void remove(ArticleFileName name) {
    byKey.getOrDefault(name.shortKey(), new ArrayList<>()).remove(name.toString());
  }
}
