package io.github.rfiarchiver.archive;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names in one month's folder, by the keys in them. A run asks for a few keys of the thousands
 * that a month may hold, so a name is read as a name only when its key is asked for. Safe to share
 * among threads.
 */
final class MonthIndex {
  private final YearMonth month;
  private final Map<String, List<String>> byKey = new ConcurrentHashMap<>();

  MonthIndex(YearMonth month, List<String> names) {
    this.month = month;
    names.forEach(this::add);
  }

  /** The texts that belong into the month and whose keys begin with 10 digits, in no order. */
  List<ArticleFileName> texts(String key) {
    List<ArticleFileName> texts = new ArrayList<>();
    for (String name : byKey.getOrDefault(key, List.of())) {
      ArticleFileName.parse(name).filter(text -> text.month().equals(month)).ifPresent(texts::add);
    }
    return texts;
  }

  boolean holds(ArticleFileName name) {
    return byKey.getOrDefault(name.shortKey(), List.of()).contains(name.toString());
  }

  void add(ArticleFileName name) {
    add(name.toString());
  }

  void remove(ArticleFileName name) {
    byKey.computeIfPresent(
        name.shortKey(),
        (key, names) -> names.stream().filter(other -> !other.equals(name.toString())).toList());
  }

  private void add(String name) {
    if (name.length() > ArticleFileName.KEY_END) {
      byKey.merge(
          name.substring(ArticleFileName.KEY_START, ArticleFileName.KEY_END),
          List.of(name),
          MonthIndex::joined);
    }
  }

  private static List<String> joined(List<String> some, List<String> more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }
}
