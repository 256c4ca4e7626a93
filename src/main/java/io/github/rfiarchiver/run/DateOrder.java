package io.github.rfiarchiver.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;

/** Finds the entries of a feed that are in date order. Pure. */
final class DateOrder {
  private DateOrder() {}

  /**
   * The longest sequence of entries in date order that are not in the future: newest first, or
   * oldest first where that fits clearly more entries. If less than half of a feed is in date
   * order, all of its dated entries count.
   */
  static List<CandidateEntry> of(List<CandidateEntry> entries, Instant now) {
    List<CandidateEntry> dated =
        entries.stream()
            .filter(entry -> entry.published() != null && !entry.published().isAfter(now))
            .toList();
    List<CandidateEntry> newestFirst = longest(dated, (a, b) -> !date(a).isBefore(date(b)));
    List<CandidateEntry> oldestFirst = longest(dated, (a, b) -> date(a).isBefore(date(b)));
    // A pinned entry before one that is newer makes oldest first fit one entry more.
    List<CandidateEntry> ordered =
        oldestFirst.size() > newestFirst.size() + 1 ? oldestFirst : newestFirst;
    return ordered.size() * 2 < dated.size() ? dated : ordered;
  }

  /** The longest subsequence in an order (patience sorting). */
  private static List<CandidateEntry> longest(
      List<CandidateEntry> entries, BiPredicate<CandidateEntry, CandidateEntry> mayPrecede) {
    // By length, the index of the best last entry of a subsequence of that length.
    List<Integer> last = new ArrayList<>();
    int[] before = new int[entries.size()];
    Comparator<Integer> order = // never 0: the search ends behind all that may precede
        (one, other) -> mayPrecede.test(entries.get(one), entries.get(other)) ? -1 : 1;
    for (int i = 0; i < entries.size(); i++) {
      int length = -1 - Collections.binarySearch(last, i, order);
      before[i] = length == 0 ? -1 : last.get(length - 1);
      if (length == last.size()) {
        last.add(i);
      } else {
        last.set(length, i);
      }
    }
    List<CandidateEntry> longest = new ArrayList<>();
    for (int i = last.isEmpty() ? -1 : last.get(last.size() - 1); i >= 0; i = before[i]) {
      longest.add(entries.get(i));
    }
    Collections.reverse(longest);
    return longest;
  }

  private static Instant date(CandidateEntry entry) {
    return Objects.requireNonNull(entry.published());
  }
}
