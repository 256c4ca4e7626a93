package io.github.rfiarchiver.article.render;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Differences between two bodies as a unified diff (POSIX, diff -u), a block a line. Pure. */
public final class UnifiedDiff {
  private static final String BLOCK =
      "(?:p|div|h[1-6]|blockquote|pre|ul|ol|li|dl|dt|dd|table|tr|figure|figcaption|hr|img|audio)";
  private static final Pattern EDGE =
      Pattern.compile("(?=<" + BLOCK + "[\\s>])|(?<=</" + BLOCK + ">)");

  /** The number of unchanged lines around the changed ones. */
  private static final int CONTEXT = 3;

  /**
   * The most pairs of lines to compare; above it, all lines between two changes count as changed.
   */
  private static final long MOST_PAIRS = 4_000_000;

  private UnifiedDiff() {}

  /** The lines of a body in HTML, one for each block. */
  public static List<String> lines(String body) {
    return body.isEmpty() ? List.of() : List.of(EDGE.split(body));
  }

  /** The diff in one hunk; each line ends in a line feed. */
  public static String of(String from, List<String> before, String to, List<String> after) {
    int most = Math.min(before.size(), after.size());
    int start = 0;
    while (start < most && before.get(start).equals(after.get(start))) {
      start++;
    }
    int end = 0;
    while (end < most - start
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    int first = Math.max(0, start - CONTEXT);
    int more = Math.min(CONTEXT, end);
    List<String> lines = new ArrayList<>();
    before.subList(first, start).forEach(line -> lines.add(" " + line));
    lines.addAll(
        changes(
            before.subList(start, before.size() - end), after.subList(start, after.size() - end)));
    int rest = before.size() - end;
    before.subList(rest, rest + more).forEach(line -> lines.add(" " + line));
    return "--- %s\n+++ %s\n@@ -%s +%s @@\n%s\n"
        .formatted(
            from,
            to,
            range(first, before.size() - end + more),
            range(first, after.size() - end + more),
            String.join("\n", lines));
  }

  private static String range(int first, int end) {
    return (end > first ? first + 1 : first) + "," + (end - first);
  }

  /** The shortest way from some lines to others, by their longest common subsequence. */
  private static List<String> changes(List<String> before, List<String> after) {
    boolean isLong = (long) before.size() * after.size() > MOST_PAIRS;
    int[][] common = new int[before.size() + 1][isLong ? 1 : after.size() + 1];
    for (int i = before.size() - 1; i >= 0 && !isLong; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<String> changes = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      boolean isBoth = i < before.size() && j < after.size();
      if (isBoth && !isLong && before.get(i).equals(after.get(j))) {
        changes.add(" " + before.get(i++));
        j++;
      } else if (i < before.size() && (!isBoth || isLong || common[i + 1][j] >= common[i][j + 1])) {
        changes.add("-" + before.get(i++));
      } else {
        changes.add("+" + after.get(j++));
      }
    }
    return changes;
  }
}
